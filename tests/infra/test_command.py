"""``python -m infra.app``: what it says when something it needs is not there."""

from pathlib import Path

import pytest

from infra import app
from infra.constructs.function_code import MissingFunction, function_code
from tests.infra.conftest import layers_of
from tests.infra.template import Assembly


def test_a_function_without_a_handler_is_named(tmp_path: Path) -> None:
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "__init__.py").touch()
    with pytest.raises(MissingFunction, match=r"functions/chat/handler\.py is missing"):
        function_code(tmp_path, "chat")


def test_a_layer_that_was_not_built_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--out", str(tmp_path / "out"), "--layers", str(tmp_path / "layers")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "layers/core is missing" in line
    assert "build the layers" in line


def test_the_templates_name_every_function_there_is(assembly: Assembly) -> None:
    folders = {path.parent.name for path in app.ROOT.glob("functions/*/handler.py")}
    assert set(assembly.variables()) == folders


def test_a_command_line_run_leaves_an_assembly(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    assert app.main(["--out", str(out), "--layers", str(layers_of(tmp_path / "layers", "x")), "--nag"]) == 0
    assert {"laptop.json", "manifest.json", "FirstContactSuite.template.json"} <= {
        path.name for path in out.iterdir()
    }
