"""Events about objects in a bucket, as S3 and a distributed map send them."""

from typing import Any

from pydantic import ConfigDict, Field, model_validator

from firstcontact.record import Record


class _Told(Record):
    """Base of the AWS events; ignores the fields that are not read here."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class _Object(_Told):
    key: str = Field(min_length=1, max_length=1024)


class _Detail(_Told):
    object: _Object


class ObjectEvent(_Told):
    """An object was created, replaced or deleted.

    Which of these is not read from the event, because events may arrive twice and in any order: the handler must look
    at the current state of the object.
    """

    detail: _Detail

    @property
    def key(self) -> str:
        """The object's key."""
        return self.detail.object.key


class _Listed(_Told):
    key: str = Field(alias="Key", min_length=1, max_length=1024)


class ObjectBatch(_Told):
    """Objects listed by a distributed map; a single object if the map does not batch."""

    items: tuple[_Listed, ...] = Field(alias="Items", min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, given: Any) -> Any:
        return {"Items": [given]} if isinstance(given, dict) and "Key" in given else given

    @property
    def keys(self) -> tuple[str, ...]:
        """The objects' keys."""
        return tuple(item.key for item in self.items)
