"""The base class of all records, and how records get their ids and timestamps."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints
from ulid import ULID

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:@-]{1,128}$")]
Instant = AwareDatetime


class Record(BaseModel):
    """An immutable record that rejects unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def new_id(prefix: str) -> str:
    """A new id such as ``case_01J…``: the prefix says what it identifies, the ULID makes ids sort by time."""
    return f"{prefix}_{ULID()}"


def id_after(other: str, prefix: str) -> str:
    """The id that sorts directly after another one, independent of the clock."""
    return f"{prefix}_{ULID.from_int(int(ULID.from_str(other.rpartition('_')[2])) + 1)}"


def now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)
