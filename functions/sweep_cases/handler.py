"""Looks every minute for cases that nobody moves on, and moves them on or brings them to a person."""

from firstcontact.entrypoints.schedule import scheduled
from firstcontact.errors import Unavailable
from firstcontact.record import now
from firstcontact.recovery.sweeper import SweepReport, sweep
from firstcontact.services import Services
from firstcontact.telemetry import logger, metrics


@scheduled
def handler(services: Services) -> SweepReport:
    """Make one sweep; what it found is logged and measured, so that an alarm can be raised.

    ``Unavailable`` if a case could not be looked at, so that the alarm of this function is raised, too.
    """
    report = sweep(now(), services)
    logger().info("swept", extra=report.model_dump())
    for name, value in report.measures.items():
        metrics().add_metric(name=name, unit="Count", value=value)
    metrics().flush_metrics()
    if report.failures:
        raise Unavailable(f"{len(report.failures)} cases could not be looked at; the next sweep looks again")
    return report
