"""Builds the models of a suite: the published encoder, the router on it, and the language detector.

The gate is fitted by a developer's tool (``python -m infra.local.models.fit_gate``) and kept here; a build copies it.
A shop whose folder holds ``models/encoder_changes.npz`` (``make adapt``) gets an encoder with these changes.
What the models are made from names them: a recipe that did not change is never built twice.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from firstcontact.adapters.models.artifacts import PUBLISHED_ENCODER
from firstcontact.errors import FirstContactError
from firstcontact.progress import Messages
from firstcontact.training import artifact, catalogue, encoder, languages, low_rank, router, weights

from layers.models.sources import GATE, GATE_CARD, own_changes, recipe_hash
from layers.wheels import BuildFailure

# Between the published weights and those trained on a shop's questions (Wortsman et al. 2022) the encoder keeps most
# of what either knows; the whole changes cost it a good part of its sense for questions of other kinds.
SHARE_OF_CHANGES = 0.75


def build(out: Path, progress: Callable[[str], None], shop: Path | None = None) -> None:
    """Write the models into ``out``, a folder each; one that has its card is done already."""
    store = out.parent.parent / "weights"
    common = out.parent / recipe_hash()  # only the encoder differs from one shop to another
    steps: dict[str, Callable[[Path], object]] = {
        # What teaches an encoder a shop's answers costs it a little of its sense for what belongs to no intent, so
        # routers are trained on the published one.
        PUBLISHED_ENCODER: lambda folder: encoder.build(store, folder),
        "encoder": lambda folder: _encoder(store, out, folder, shop),
        "router": lambda folder: router.train(catalogue.data(), out / PUBLISHED_ENCODER, folder, Messages(progress)),
        "gate": _copy_gate,
        "languages": lambda folder: languages.convert(weights.fetch(weights.LANGUAGES, store), folder),
    }
    try:
        for name, step in steps.items():
            if (out / name / artifact.CARD).is_file():
                continue
            progress(name)
            if name != "encoder" and (common / name / artifact.CARD).is_file():
                shutil.copytree(common / name, out / name)
            else:
                step(out / name)
    except FirstContactError as error:
        raise BuildFailure(f"{error.detail}: {error.remedy}") from error


def build_encoder(store: Path, out: Path, shop: Path | None = None) -> Path:
    """Write the encoder into ``out``, with the changes in a shop's folder; ``store`` caches the published weights."""
    own = own_changes(shop)
    return encoder.build(store, out, low_rank.share(low_rank.read(own), SHARE_OF_CHANGES) if own else None)


def _encoder(store: Path, out: Path, folder: Path, shop: Path | None) -> None:
    if own_changes(shop):
        build_encoder(store, folder, shop)
    else:
        shutil.copytree(out / PUBLISHED_ENCODER, folder)


def _copy_gate(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    shutil.copyfile(GATE, folder / "gate.json")
    shutil.copyfile(GATE_CARD, folder / artifact.CARD)
