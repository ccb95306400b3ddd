"""Keeps the archives of layers as files next to the saved state instead of inside it.

The emulator encodes layers into one JSON document: a hundred megabytes of wheels cost seconds at each stop and
start. It already keeps functions' archives as files; this does the same for layers.
"""

import base64
import hashlib
from pathlib import Path
from typing import Any

from ministack.services import lambda_svc

_REFERENCE = "layer_archive"


def keep_layers_as_files(folder: Path) -> None:
    """Save a reference in place of each layer's bytes, and read the bytes on load."""
    get_state, restore = lambda_svc.get_state, lambda_svc._restore_state

    def get_state_by_reference() -> dict[str, Any]:
        state: dict[str, Any] = get_state()
        kept = {_put_aside(version, folder) for version in _versions(state)}
        for path in folder.glob("*.zip"):
            if path.name not in kept:
                path.unlink()
        return state

    def restore_by_reference(state: dict[str, Any]) -> None:
        for version in _versions(state):
            reference = version.pop(_REFERENCE, None)
            version["_zip_data"] = (folder / reference).read_bytes() if reference else None
        restore(state)

    lambda_svc.get_state = get_state_by_reference
    lambda_svc._restore_state = restore_by_reference


def deployed_archives() -> set[str]:
    """The digests of all archives that a function or a layer uses."""
    functions = lambda_svc._functions._data.values()
    kept = [record["config"].get("CodeSha256", "") for record in functions]
    kept += [older["config"].get("CodeSha256", "") for record in functions for older in record["versions"].values()]
    layers = lambda_svc._layers._data.values()
    kept += [version["Content"]["CodeSha256"] for layer in layers for version in layer["versions"]]
    return {base64.b64decode(digest).hex() for digest in kept if digest}


def _versions(state: dict[str, Any]) -> list[dict[str, Any]]:
    """The layer versions in a saved state."""
    layers = state.get("layers")
    return [version for layer in (layers._data.values() if layers else ()) for version in layer["versions"]]


def _put_aside(version: dict[str, Any], folder: Path) -> str:
    """Move a version's bytes into a file named by their digest; return the file's name."""
    archive = version.pop("_zip_data", None)
    if not archive:
        return ""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{hashlib.sha256(archive).hexdigest()}.zip"
    if not (folder / name).exists():
        staged = folder / f"{name}.partial"
        staged.write_bytes(archive)
        staged.rename(folder / name)
    version[_REFERENCE] = name
    return name
