"""The ports of claims: their store, their photos, and the photo analyzer."""

from typing import Protocol

from firstcontact.claims.records import Claim, Label, Photo, PhotoLink, Upload


class ClaimStore(Protocol):
    """Stores damage claims."""

    def get(self, claim_id: str) -> Claim:
        """The claim; raises ``NotFound`` if it does not exist."""

    def put(self, claim: Claim) -> Claim:
        """Write the claim if nobody has changed it since it was read; returns it with its next version."""


class PhotoStore(Protocol):
    """Stores the uploaded photos of claims."""

    def upload(self, key: str) -> Upload:
        """A form that may upload one picture to this key, limited in time and size."""

    def read(self, key: str) -> Photo:
        """The photo with this key; raises ``NotFound``, or ``TooLarge`` above the size limit."""

    def links(self, folder: str) -> tuple[PhotoLink, ...]:
        """The photos whose keys begin with this prefix, each with an address that shows it for five minutes."""


class PhotoAnalyzer(Protocol):
    """Extracts text and labels from a photo."""

    def text(self, image: bytes) -> list[str]:
        """Lines of text in the picture."""

    def labels(self, image: bytes) -> list[Label]:
        """The labels of the picture, highest confidence first."""
