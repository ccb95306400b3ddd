"""The stock every fact is cut from, and how facts get their ids and times."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints
from ulid import ULID

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:@-]{1,128}$")]
Instant = AwareDatetime


class Record(BaseModel):
    """A record that never changes once made and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def new_id(prefix: str) -> str:
    """A prefixed ULID: sorts by time, says what it names (``case_01J…``)."""
    return f"{prefix}_{ULID()}"


def id_after(other: str, prefix: str) -> str:
    """The id that sorts right after another one, whatever the clock does."""
    return f"{prefix}_{ULID.from_int(int(ULID.from_str(other.rpartition('_')[2])) + 1)}"


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)
