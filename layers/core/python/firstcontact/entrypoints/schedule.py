"""Handlers of functions that run on a schedule."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from firstcontact.entrypoints.invocation import Event, Handler, invocation
from firstcontact.services import Services


def scheduled(rule: Callable[[Services], BaseModel]) -> Handler:
    """A scheduled function: the event says only that it is time, so the rule gets the services alone.

    Its output is returned for those who invoke it by hand. Errors are raised: they make the run fail and count for
    the function's alarm.
    """

    def handler(event: Event, context: Any, services: Services | None = None) -> Event:
        with invocation(services, "schedule", context) as services:
            return rule(services).model_dump(mode="json")

    return handler
