"""A router artifact as one file: packing it for publishing, and opening it where it is used."""

import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

from firstcontact.adapters.models.onnx import OnnxIntentModel, broken, open_card, verified
from firstcontact.routing.policy import Policy, read_policy

CARD, POLICY = "card.json", "policy.json"
STAMP = (1980, 1, 1, 0, 0, 0)


class Router(NamedTuple):
    """The intent model, and the policy table in the same artifact."""

    model: OnnxIntentModel
    policy: Policy


def read(folder: Path) -> Router:
    """A router from its folder, with every file verified; ``Unavailable`` if one does not match the card."""
    policy = verified(folder, open_card(folder), POLICY).read_text(encoding="utf-8")
    return Router(OnnxIntentModel(folder), read_policy(policy))


def pack(folder: Path, target: Path) -> Path:
    """Verify an artifact and write it as a zip file; the same artifact always gives the same bytes."""
    read(folder)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _names(folder):
            archive.writestr(zipfile.ZipInfo(name, STAMP), (folder / name).read_bytes(), zipfile.ZIP_DEFLATED)
    return target


def unpack(file: Path) -> Router:
    """A router from its zip file, unpacked next to it; deletes the folders of earlier zip files."""
    folder = file.with_suffix("")
    try:
        with zipfile.ZipFile(file) as archive:
            folder.mkdir(exist_ok=True)
            archive.extract(CARD, folder)
            for name in _names(folder):
                archive.extract(name, folder)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise broken(f"cannot be unpacked: {error}", file) from error
    found = read(folder)
    for older in file.parent.glob(f"{file.stem.split('-')[0]}-*/"):
        if older != folder:
            shutil.rmtree(older, ignore_errors=True)
    return found


def _names(folder: Path) -> list[str]:
    return [CARD, *sorted(open_card(folder)["files"])]
