"""An object published to S3, of which running functions pick up newer versions without a redeploy."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from firstcontact.adapters.aws.objects import fetch
from firstcontact.costs.ports import Metering
from firstcontact.errors import NotFound, Unavailable
from firstcontact.telemetry import logger

FRESH = 30.0  # seconds between checks for a newer version
Artifact = TypeVar("Artifact")


class Published(Generic[Artifact]):
    """The latest version of an object, opened; checks for a newer one at most every 30 seconds.

    ``shipped`` opens a version that ships with the code. It is used until one is published, and the last good
    version stays in use while a newer one cannot be fetched or opened. Without ``shipped``, such a failure is
    ``Unavailable``.
    """

    def __init__(
        self,
        place: tuple[str, str],
        folder: Path,
        open_file: Callable[[Path], Artifact],
        meter: Metering,
        shipped: Callable[[], Artifact] | None = None,
    ) -> None:
        self._place, self._folder, self._open, self._meter = place, folder, open_file, meter
        self._shipped = shipped
        self._path: Path | None = None
        self._opened: Artifact | None = None
        self._looked_at = 0.0

    def latest(self) -> Artifact:
        """The latest version that could be opened."""
        if self._opened is None or time.monotonic() - self._looked_at >= FRESH:
            self._opened = self._look()
            self._looked_at = time.monotonic()
        return self._opened

    def _look(self) -> Artifact:
        try:
            path = fetch(*self._place, self._folder, self._meter)
            found = self._opened if self._opened is not None and path == self._path else self._open(path)
        except NotFound as error:
            if self._shipped is None:
                raise Unavailable(error.detail, code=error.code) from error
        except Unavailable as error:
            if self._shipped is None:
                raise
            logger().warning(
                "the published version cannot be read and is not used",
                extra={"code": error.code, "key": self._place[1]},
            )
        else:
            self._path = path
            return found
        return self._opened if self._opened is not None else self._shipped()
