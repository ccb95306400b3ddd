"""Idempotency: repeating a request with the same ``Idempotency-Key`` returns the first result."""

import hashlib
from collections.abc import Callable
from typing import Protocol, TypeVar

from pydantic import BaseModel

from firstcontact.errors import FirstContactError
from firstcontact.record import new_id

Result = TypeVar("Result", bound=BaseModel)


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


def run_once(
    store: IdempotencyStore,
    scope: str,
    key: str | None,
    request: BaseModel,
    work: Callable[[], Result],
    result: type[Result],
) -> Result:
    """Do the work, or return the stored result if it was already done under this key and scope.

    Without a key, the work is always done. ``Conflict`` if the key was used with another request. If the work raises
    a ``FirstContactError``, the key is released.
    """
    if key is None:
        return work()
    full = f"{scope}:{hashlib.sha256(key.encode()).hexdigest()}"
    fingerprint = hashlib.sha256(request.model_dump_json().encode()).hexdigest()
    done = store.begin(full, fingerprint, holder=new_id("req"))
    if done is not None:
        return result.model_validate_json(done)
    try:
        finished = work()
    except FirstContactError:
        store.release(full)
        raise
    store.settle(full, finished.model_dump_json())
    return finished
