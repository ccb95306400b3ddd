"""What identity needs from outside: a token verifier."""

from typing import Any, Protocol


class TokenVerifier(Protocol):
    """Verifies tokens of our user pool."""

    def verify(self, token: str) -> dict[str, Any]:
        """The token's claims; ``Unauthenticated`` if it is not a current token of this pool."""
