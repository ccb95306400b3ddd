"""The same request twice is the same result: what an ``Idempotency-Key`` promises."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel

from firstcontact.errors import FirstContactError
from firstcontact.model.fact import new_id
from firstcontact.ports import IdempotencyStore

Result = TypeVar("Result", bound=BaseModel)


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
