"""One synthesized app for all tests of the templates: empty handlers, layers that hold a single file."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from firstcontact.connectors import Kind as System

from infra.app import ROOT, build
from infra.constructs.layers import NAMES
from infra.stacks.search import Kind
from tests.infra.template import Assembly

HERE = Path(__file__).parent
Synthesize = Callable[..., Assembly]


def layers_of(folder: Path, content: str, *more: str) -> Path:
    for name in (*NAMES, *more):
        (folder / name / "python").mkdir(parents=True)
        (folder / name / "python" / "built_for.txt").write_text(content)
    return folder


def source_of(folder: Path) -> Path:
    for name in ("__init__.py", *(f"{path.parent.name}/handler.py" for path in ROOT.glob("functions/*/handler.py"))):
        path = folder / "functions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("def handler(event, context):\n    return event\n")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker synthesizes for all of these tests."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("infra"))


@pytest.fixture(scope="session")
def synthesize(tmp_path_factory: pytest.TempPathFactory) -> Synthesize:
    def run(
        built_for: str = "lambda",
        source: Path | None = None,
        *more: str,
        search: Kind | None = None,
        secrets: Mapping[System, str] = MappingProxyType({}),
    ) -> Assembly:
        place = tmp_path_factory.mktemp("app")
        out = place / "out"
        out.mkdir()
        layers = layers_of(place / "layers", built_for, *more)
        app = build(out, layers, source or source_of(place / "source"), search, secrets)
        app.synth()
        return Assembly(out, app)

    return run


@pytest.fixture(scope="session")
def managed(synthesize: Synthesize) -> Assembly:
    """Knowledge in a domain of OpenSearch."""
    return synthesize(search="managed")


@pytest.fixture(scope="session")
def serverless(synthesize: Synthesize) -> Assembly:
    """Knowledge in a collection of OpenSearch Serverless."""
    return synthesize(search="serverless")


@pytest.fixture(scope="session")
def assembly(synthesize: Synthesize) -> Assembly:
    return synthesize()
