"""One server for what the emulator lacks: business systems and AWS stand-ins, each under its own prefix."""

from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from infra.local.sandbox.parcel_tracker import parcel_tracker
from infra.local.sandbox.seed import load_records
from infra.local.sandbox.shopfront import shopfront
from infra.local.sandbox.state import State
from infra.local.sandbox.stripe import stripe
from infra.local.sandbox.zendesk.desk import zendesk
from infra.local.standins.service import StandIns, aws


@dataclass(frozen=True)
class SandboxSettings:
    """The folders of the sandbox's state and initial records, and the settings of its stand-ins."""

    state: Path
    records: Path
    standins: StandIns = field(default_factory=StandIns)


def application(settings: SandboxSettings) -> Starlette:
    """The sandbox application; an empty state is first filled from the shop's records."""
    state = State(settings.state)
    load_records(state, settings.records)
    routes = [
        Route("/health", _health),
        shopfront(state),
        stripe(state),
        parcel_tracker(state),
        zendesk(state),
        *aws(settings.standins),
    ]
    return Starlette(routes=routes)


def _health(request: Request) -> Response:
    del request
    return JSONResponse({"status": "ok"})
