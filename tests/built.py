"""The models of this checkout, built once and shared by every test process."""

import sys
from functools import cache
from pathlib import Path

from firstcontact.adapters.models.artifacts import PUBLISHED_ENCODER
from firstcontact.progress import Messages
from firstcontact.training import catalogue
from firstcontact.training.shop_router import build

from infra.local.runner import lock
from layers import artifacts

REPOSITORY = Path(__file__).resolve().parents[1]
BUILD = REPOSITORY / ".local" / "build"
TIDEWIRE = REPOSITORY / "infra" / "local" / "shops" / "tidewire"


@cache
def models(shop: Path | None = None) -> Path:
    """A folder with ``encoder``, ``router`` and ``gate``, made by the recipe as it is now; for a shop, its own."""
    with lock.held(BUILD, wait=True):
        return artifacts.models(BUILD / "models", lambda line: print(line, file=sys.stderr), shop)


@cache
def shop_router() -> Path:
    """The router of the demo shop: its own intents with the built-in ones."""
    encoder = models() / PUBLISHED_ENCODER
    with lock.held(BUILD, wait=True):
        shop = catalogue.read(TIDEWIRE / "intents.toml")
        return build(shop, encoder, BUILD / "shops", Messages(lambda line: print(line, file=sys.stderr)))
