"""The models of one shop: a router that knows its intents, and an encoder with its changes, if it has some.

Each is kept in a folder named by what it is made from, so the same one is never built twice.
"""

import json
from pathlib import Path

from firstcontact.progress import Progress
from firstcontact.shop.intents import Intents
from firstcontact.training import artifact, catalogue, encoder, low_rank, recipe, router
from firstcontact.training.dataset import Data

# Between the published weights and those trained on a shop's questions (Wortsman et al. 2022) the encoder keeps most
# of what either knows; the whole changes cost it a good part of its sense for questions of other kinds.
SHARE_OF_CHANGES = 0.75


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
        router.train(data, encoder_dir, folder, progress)
    return folder


def build_encoder(changes: Path, store: Path, out: Path, progress: Progress) -> Path:
    """The folder under ``out`` of the encoder with a shop's changes; built if it is missing.

    ``store`` caches the published weights. ``Unavailable`` if the file ``changes`` holds none.
    """
    folder = out / f"encoder-{_key(artifact.digest(changes))}"
    if not _card(folder).is_file():
        progress.say("building the sentence encoder with the shop's changes")
        encoder.build(store, folder, low_rank.share(low_rank.read(changes), SHARE_OF_CHANGES))
    return folder


def _texts_of(data: Data) -> str:
    signs = {name: list(rows) for name, rows in data.signs.items()}
    return json.dumps([[[e.text, e.intent] for e in data.examples], list(data.out_of_scope), signs])


def _key(*parts: str) -> str:
    return artifact.name([recipe.name(recipe.sources()), *parts])[:16]


def _card(folder: Path) -> Path:
    return folder / artifact.CARD
