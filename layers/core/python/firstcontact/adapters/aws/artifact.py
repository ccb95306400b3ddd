"""A model that belongs to the published shop; running functions follow when the shop names another one."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from firstcontact.adapters.aws.objects import fetch
from firstcontact.costs.ports import Metering
from firstcontact.errors import NotFound, Unavailable
from firstcontact.telemetry import logger

RETRY_SECONDS = 30.0  # before a file that could not be used is tried again
Model = TypeVar("Model")


class ShopArtifact(Generic[Model]):
    """The file that the published shop names, opened; the one that ships with the code where it names none.

    Keys carry a hash of the content, so a key that stayed the same needs no look at S3. A file that cannot be fetched
    or opened never replaces one that works.
    """

    def __init__(
        self,
        name: str,
        published: Callable[[], tuple[str, Mapping[str, str]]],
        folder: Path,
        open_file: Callable[[Path], Model],
        shipped: Callable[[], Model],
        meter: Metering,
    ) -> None:
        self._name, self._published, self._folder = name, published, folder
        self._open, self._shipped, self._meter = open_file, shipped, meter
        self._key: str | None = None
        self._opened: Model | None = None
        self._failed, self._failed_at = "", 0.0

    def latest(self) -> Model:
        """The model of the shop as it is published now, else the last one that could be opened."""
        bucket, keys = self._published()
        key = keys.get(self._name)
        if self._opened is not None and (key == self._key or self._is_hopeless(key)):
            return self._opened
        try:
            self._opened = self._shipped() if key is None else self._fetched(bucket, key)
            self._key = key
        except (NotFound, Unavailable) as error:
            logger().warning("a published model is not used", extra={"code": error.code, "key": key})
            self._failed, self._failed_at = str(key), time.monotonic()
            if self._opened is None:
                self._opened = self._shipped()
        return self._opened

    def _is_hopeless(self, key: str | None) -> bool:
        return key == self._failed and time.monotonic() - self._failed_at < RETRY_SECONDS

    def _fetched(self, bucket: str, key: str) -> Model:
        path = fetch(bucket, key, self._folder, self._meter)
        found = self._open(path)
        for other in self._folder.glob(f"{self._name}-*{path.suffix}"):
            if other != path:
                other.unlink(missing_ok=True)
        return found
