"""The index as it was last published to S3: a newer one is picked up while functions run."""

import time
from pathlib import Path
from typing import NamedTuple

from firstcontact.adapters.aws.s3 import fetch_index
from firstcontact.adapters.embedded.index import EmbeddedIndex
from firstcontact.ports import Metering

FRESH = 30.0  # seconds between looks for a newer one


class _Open(NamedTuple):
    path: Path
    opened: EmbeddedIndex
    looked_at: float


_open: dict[str, _Open] = {}


def latest(bucket: str, folder: Path, encoder: str, meter: Metering) -> EmbeddedIndex:
    """The published index, opened; looks for a newer one at most every half minute."""
    known = _open.get(bucket)
    if known is not None and time.monotonic() - known.looked_at < FRESH:
        return known.opened
    path = fetch_index(bucket, folder, meter)
    index = known.opened if known is not None and known.path == path else EmbeddedIndex(path, encoder)
    _open[bucket] = _Open(path, index, time.monotonic())
    return index
