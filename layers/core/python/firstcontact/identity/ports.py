"""What identity needs from outside: a verifier of tokens."""

from typing import Any, Protocol


class TokenVerifier(Protocol):
    """Tells good tokens of our user pool from all others."""

    def verify(self, token: str) -> dict[str, Any]:
        """The token's claims; ``Unauthenticated`` for anything but a current token of this pool."""
