"""The endpoint of the stand-ins: Bedrock Runtime and Rekognition, at the root and under ``/aws``."""

from dataclasses import dataclass
from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from infra.local.sandbox.system import mount, vendor_app
from infra.local.standins.aws_error import shape
from infra.local.standins.bedrock import OWN_MODES, Bedrock
from infra.local.standins.drafts import Drafts, ExtractiveDrafts, ForwardedDrafts
from infra.local.standins.extractive_drafter import ExtractiveModel
from infra.local.standins.image_model import installed_image_model
from infra.local.standins.labels import Labeller
from infra.local.standins.ocr import TextReader
from infra.local.standins.permission import Permission
from infra.local.standins.rekognition import Rekognition
from infra.local.standins.similarity import Likeness, built_encoder


@dataclass(frozen=True)
class StandIns:
    """The settings of the stand-ins: the emulator for permissions, and the sources of answers."""

    emulator: str = ""
    models: Path | None = None
    forward: str = ""
    forward_model: str = "default"
    token_seconds: float = 0.0015


def aws(settings: StandIns) -> list[BaseRoute]:
    """The routes of the stand-ins; they match everything else, so they must come last."""
    permission = Permission(settings.emulator)
    bedrock = Bedrock(_drafts(settings), permission, settings.token_seconds)
    reader = TextReader()
    rekognition = Rekognition(permission, reader, Labeller(reader, installed_image_model()))
    app = vendor_app([*bedrock.routes(), *rekognition.routes()], shape)
    mounted = mount("aws", app, shape, own_modes=OWN_MODES)
    at_root = Mount("/", routes=mounted.routes)
    return [Route("/aws", _AtRoot(at_root), methods=["POST"]), mounted, at_root]


def _drafts(settings: StandIns) -> Drafts:
    if settings.forward:
        return ForwardedDrafts(settings.forward, settings.forward_model)
    encoder = built_encoder(settings.models)
    return ExtractiveDrafts(ExtractiveModel(Likeness(encoder) if encoder else None))


class _AtRoot:
    """Serves ``/aws`` as the root, because clients with a path in their endpoint call it without a slash."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "path": "/"}, receive, send)
