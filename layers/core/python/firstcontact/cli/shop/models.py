"""The models of a shop, as the files that are published with it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from firstcontact.adapters.models import router_artifact
from firstcontact.adapters.models.artifacts import folder
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
    if shop.intents != Intents():
        content = _router(shop, progress, cache)
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


def _router(shop: Shop, progress: Progress, cache: Path) -> bytes:
    try:
        from firstcontact.training import shop_router
    except ImportError as error:
        raise CannotRun(EXTRA) from error
    trained = shop_router.build(shop.intents, folder("published_encoder"), cache, progress)
    with TemporaryDirectory() as scratch:
        return router_artifact.pack(trained, Path(scratch) / "router.zip").read_bytes()
