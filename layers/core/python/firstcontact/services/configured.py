"""The base of all services: the settings, the meter, the budget, and how to open a table or a secret."""

from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from firstcontact.resilience.budget import Budget
from firstcontact.settings import Settings
from firstcontact.telemetry import Meter

if TYPE_CHECKING:
    from firstcontact.adapters.aws.dynamodb import Table
    from firstcontact.adapters.aws.parameters import Secret


SCRATCH = Path(gettempdir())  # in Lambda /tmp, the only directory that a function may write to


class Configured:
    """Holds the settings and the meter of one process, and the budget of its current invocation."""

    def __init__(self, settings: Settings, meter: Meter | None = None) -> None:
        self.settings = settings
        self.meter = meter or Meter()
        self.budget = Budget()

    def _table(self, setting: str) -> "Table":
        from firstcontact.adapters.aws.dynamodb import Table

        return Table(self.settings.need(setting), self.meter)

    def _kept_table(self, setting: str) -> "Table":
        """A table whose rows expire after the retention that the settings name."""
        from firstcontact.adapters.aws.dynamodb import Table

        return Table(self.settings.need(setting), self.meter, self.settings.retention_days)

    def _secret(self, setting: str) -> "Secret":
        from firstcontact.adapters.aws.parameters import Secret

        return Secret(self.settings.need(setting))
