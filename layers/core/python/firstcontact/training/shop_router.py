"""The router of one shop, kept in a folder named by what it is made from, so the same one is never trained twice."""

import json
from pathlib import Path

from firstcontact.progress import Progress
from firstcontact.shop.intents import Intents
from firstcontact.training import artifact, catalogue, recipe
from firstcontact.training.dataset import Data


def build(shop: Intents, encoder_dir: Path, out: Path, progress: Progress) -> Path:
    """The folder under ``out`` of the router for a shop's intents and the built-in ones; trained if it is missing.

    ``encoder_dir`` holds the published encoder: what teaches an encoder a shop's answers costs it a little of its
    sense for what belongs to no intent. A shop without intents and routing of its own needs no router of its own.
    """
    data = catalogue.data(shop)
    folder = (
        out / f"router-{_key(_texts_of(data), data.policy.model_dump_json(), artifact.digest(_card(encoder_dir)))}"
    )
    if not _card(folder).is_file():
        from firstcontact.training import router  # slow to import

        router.train(data, encoder_dir, folder, progress)
    return folder


def _texts_of(data: Data) -> str:
    signs = {name: list(rows) for name, rows in data.signs.items()}
    return json.dumps([[[e.text, e.intent] for e in data.examples], list(data.out_of_scope), signs])


def _key(*parts: str) -> str:
    return artifact.name([recipe.name(recipe.sources()), *parts])[:16]


def _card(folder: Path) -> Path:
    return folder / artifact.CARD
