"""What the event bus tells of an object in a bucket."""

from pydantic import ConfigDict, Field

from firstcontact.model.fact import Fact


class _Told(Fact):
    """AWS may tell more than is read here."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Object(_Told):
    key: str = Field(min_length=1, max_length=1024)


class _Detail(_Told):
    object: _Object


class ObjectEvent(_Told):
    """An object was created, replaced or deleted.

    Which of these is not taken from the event: events may come twice and in any order, so whoever reads one looks at
    the object as it is now.
    """

    detail: _Detail

    @property
    def key(self) -> str:
        """The object's key."""
        return self.detail.object.key
