"""Idempotency: repeating a request with the same ``Idempotency-Key`` returns the first result."""

import hashlib
from typing import Protocol, TypeVar

from pydantic import BaseModel

from firstcontact.errors import FirstContactError, Unavailable
from firstcontact.record import new_id

Result = TypeVar("Result", bound=BaseModel)
Result_co = TypeVar("Result_co", bound=BaseModel, covariant=True)


class IdempotencyStore(Protocol):
    """Stores claimed keys and the results of their work, so that the work is done once."""

    def begin(self, key: str, fingerprint: str, *, holder: str) -> str | None:
        """Claim the key: None if the caller now holds it, or the stored result if the work was already done.

        ``Conflict`` (code ``idempotency_mismatch``) if the key was used with another fingerprint; ``Unavailable``
        (code ``in_progress``) while another holder has it. A claim without a result can be taken again: by its holder
        at any time, by others once the hold has expired. The protected work must therefore be safe to repeat.
        """

    def settle(self, key: str, result: str) -> None:
        """Store the result of the work."""

    def release(self, key: str) -> None:
        """Give up a claim under which no work was done."""


class Work(Protocol[Result_co]):
    """Work that is done once under an id of its own, which stays the same when the work is repeated after a crash.

    ``prefix`` begins its ids.
    """

    @property
    def prefix(self) -> str: ...

    def do(self, work_id: str) -> Result_co:
        """Do the work, or continue what an earlier attempt with this id has begun; the id is empty without a key."""

    def so_far(self, work_id: str) -> Result_co | None:
        """What an attempt that has not ended has reached; None if that is nothing yet."""


def run_once(
    store: IdempotencyStore,
    scope: str,
    key: str | None,
    request: BaseModel,
    work: Work[Result],
    result: type[Result],
) -> Result:
    """Do the work, or return the stored result if it was already done under this key and scope.

    Without a key, the work is always done. ``Conflict`` if the key was used with another request. If the work raises
    a ``FirstContactError``, the key is released. While another attempt is at work, its result so far is returned, or
    ``Unavailable`` if there is none.
    """
    if key is None:
        return work.do("")
    full = f"{scope}:{hashlib.sha256(key.encode()).hexdigest()}"
    fingerprint = hashlib.sha256(request.model_dump_json().encode()).hexdigest()
    work_id = _bound(store, f"{full}:id", fingerprint, new_id(work.prefix))
    try:
        done = store.begin(full, fingerprint, holder=new_id("req"))
    except Unavailable:
        if (reached := work.so_far(work_id)) is None:
            raise
        return reached
    if done is not None:
        return result.model_validate_json(done)
    try:
        finished = work.do(work_id)
    except FirstContactError:
        store.release(full)
        raise
    store.settle(full, finished.model_dump_json())
    return finished


def _bound(store: IdempotencyStore, key: str, fingerprint: str, own: str) -> str:
    """The id of the work under this key: chosen by the first attempt, before it does anything."""
    chosen = store.begin(key, fingerprint, holder=own)
    if chosen is not None:
        return chosen
    store.settle(key, own)
    return own
