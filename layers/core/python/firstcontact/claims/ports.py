"""What claims need from outside: their store, their photos, and a reader of photos."""

from typing import Protocol

from firstcontact.claims.records import Claim, Label, Upload


class ClaimStore(Protocol):
    """Where damage claims live."""

    def get(self, claim_id: str) -> Claim:
        """The claim; ``NotFound`` if there is none."""

    def put(self, claim: Claim) -> Claim:
        """Write it if nobody else did since it was read; returns it with its next version."""


class PhotoStore(Protocol):
    """Where claim photos are uploaded to."""

    def upload(self, key: str) -> Upload:
        """A form that may post one picture to this key, for a short while and up to a size."""

    def read(self, key: str) -> bytes:
        """The object's bytes, at most the size limit; ``NotFound`` or ``TooLarge``."""


class PhotoAnalyzer(Protocol):
    """Reads a photo."""

    def text(self, image: bytes) -> list[str]:
        """Lines of text in the picture."""

    def labels(self, image: bytes) -> list[Label]:
        """What is in the picture, surest first."""
