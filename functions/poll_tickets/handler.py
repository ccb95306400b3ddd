"""Polls the help desk every five minutes for comments that have no case, and finishes what was left pending."""

from firstcontact.channels.polling import PollReport, poll
from firstcontact.entrypoints.schedule import scheduled
from firstcontact.errors import Unavailable
from firstcontact.services import Services
from firstcontact.telemetry import logger


@scheduled
def handler(services: Services) -> PollReport:
    """Make one run; ``Unavailable`` if a part of it failed, so that the alarm of this function is raised."""
    if not services.help_desk.can_poll:
        logger().warning("the help desk cannot be polled: events that its webhook loses are not noticed")
    report = poll(services)
    logger().info("polled", extra=report.model_dump())
    if report.failures:
        raise Unavailable(f"{len(report.failures)} events or tickets could not be taken; the next run repeats them")
    return report
