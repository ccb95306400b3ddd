"""What every part of the services shares: the settings, the meter, and how a table or a secret is opened."""

from pathlib import Path
from typing import TYPE_CHECKING

from firstcontact.settings import Settings
from firstcontact.telemetry import Meter

if TYPE_CHECKING:
    from firstcontact.adapters.aws.dynamodb import Table
    from firstcontact.adapters.aws.parameters import Secret


SCRATCH = Path("/tmp")  # noqa: S108 - the only folder a Lambda may write to


class Configured:
    """The settings and the meter of one process."""

    def __init__(self, settings: Settings, meter: Meter | None = None) -> None:
        self.settings = settings
        self.meter = meter or Meter()

    def _table(self, setting: str) -> "Table":
        from firstcontact.adapters.aws.dynamodb import Table

        return Table(self.settings.need(setting), self.meter)

    def _secret(self, setting: str) -> "Secret":
        from firstcontact.adapters.aws.parameters import Secret

        return Secret(self.settings.need(setting))
