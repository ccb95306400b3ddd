"""The same request twice is the same result: what an ``Idempotency-Key`` promises."""

import hashlib
from collections.abc import Callable
from typing import Protocol, TypeVar

from pydantic import BaseModel

from firstcontact.errors import FirstContactError
from firstcontact.record import new_id

Result = TypeVar("Result", bound=BaseModel)


class IdempotencyStore(Protocol):
    """Remembers what was begun and what came of it, so that a thing is done once."""

    def begin(self, key: str, fingerprint: str, *, holder: str) -> str | None:
        """Claim the key. None: it is yours to do. A string: the result of the time it was done.

        ``Conflict`` (code ``idempotency_mismatch``) if the key was used for another fingerprint; ``Unavailable``
        (code ``in_progress``) while another holds it. A claim that was never settled is given out again, to its
        holder at once and to others when its hold ran out: what it guards must be safe to ask for twice.
        """

    def settle(self, key: str, result: str) -> None:
        """Write down what came of it."""

    def release(self, key: str) -> None:
        """Give up a claim under which nothing was done."""


def run_once(
    ledger: IdempotencyStore,
    scope: str,
    key: str | None,
    request: BaseModel,
    work: Callable[[], Result],
    result: type[Result],
) -> Result:
    """Do the work unless this key of this scope was done before; without a key, just do it.

    A key that comes with another request is ``Conflict``. Work that fails gives the key back.
    """
    if key is None:
        return work()
    full = f"{scope}:{hashlib.sha256(key.encode()).hexdigest()}"
    fingerprint = hashlib.sha256(request.model_dump_json().encode()).hexdigest()
    done = ledger.begin(full, fingerprint, holder=new_id("req"))
    if done is not None:
        return result.model_validate_json(done)
    try:
        finished = work()
    except FirstContactError:
        ledger.release(full)
        raise
    ledger.settle(full, finished.model_dump_json())
    return finished
