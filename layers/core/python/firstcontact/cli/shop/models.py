"""The models of a shop, as the files that are published with it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from firstcontact.adapters.models import router_artifact
from firstcontact.adapters.models.artifacts import PUBLISHED_ENCODER, folder
from firstcontact.adapters.models.gate_file import read_gate
from firstcontact.cli.errors import CannotRun
from firstcontact.cli.shop.bucket import artifact_key
from firstcontact.progress import Progress
from firstcontact.shop.files import ENCODER_CHANGES, GATE, NO_GATE
from firstcontact.shop.intents import Intents
from firstcontact.shop.shop import Shop

CACHE = Path.home() / ".cache" / "firstcontact" / "shops"
EXTRA = (
    "training a router needs packages that are not installed (install them with pip install 'firstcontact[train]')"
)
Put = Callable[[str, bytes], object]


def store_models(shop: Shop, directory: Path, put: Put, progress: Progress, cache: Path = CACHE) -> dict[str, str]:
    """Store what a shop brings of its own: a router for its intents, a gate of its folder. The keys by name.

    What it does not bring is the one that ships with the suite. Nothing is trained twice: ``cache`` keeps it.
    """
    found = {}
    if router := train_router(shop, progress, cache):
        content = _packed(router)
        found["router"] = artifact_key("router", content, ".zip")
        put(found["router"], content)
    gate = directory / GATE
    if (directory / ENCODER_CHANGES).is_file() and not gate.is_file():
        raise CannotRun(f"{ENCODER_CHANGES}: {NO_GATE}")
    if gate.is_file():
        read_gate(gate)  # one that cannot be read is never published
        content = gate.read_bytes()
        found["gate"] = artifact_key("gate", content, ".json")
        put(found["gate"], content)
    return found


def train_router(shop: Shop, progress: Progress, cache: Path = CACHE) -> Path | None:
    """The folder of the router for a shop's own intents, trained if ``cache`` lacks it; none without such intents."""
    if shop.intents == Intents():
        return None
    try:
        from firstcontact.training import shop_router
    except ImportError as error:
        raise CannotRun(EXTRA) from error
    return shop_router.build(shop.intents, folder(PUBLISHED_ENCODER), cache, progress)


def _packed(router: Path) -> bytes:
    with TemporaryDirectory() as scratch:
        return router_artifact.pack(router, Path(scratch) / "router.zip").read_bytes()
