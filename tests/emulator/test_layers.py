"""What a layer holds: its list and no more, alike on every machine, built again only when something changed."""

from pathlib import Path

import pytest

from layers import artifacts, build, wheels


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "store" / "recipe1"
    (folder / "router").mkdir(parents=True)
    (folder / "router" / "card.json").write_text("{}")
    return folder


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lists: list[str] = []

    def install(requirements: Path, *options: str) -> None:
        lists.append(requirements.parent.name)
        package = Path(options[options.index("--target") + 1]) / "package"
        (package / "tests").mkdir(parents=True)
        for name in ("__init__.py", "stub.pyi", "tests/test.py"):
            (package / name).write_text("")

    monkeypatch.setattr(wheels, "install", install)
    return lists


def make(out: Path, models: Path) -> list[str]:
    said: list[str] = []
    build.build(wheels.Target.named("laptop"), out, models, said.append)
    return said


def test_every_layer_has_its_packages_where_both_lambda_and_the_laptop_look(
    tmp_path: Path, models: Path, installs: list[str]
) -> None:
    make(tmp_path, models)
    assert {"runtime", "inference", "imaging", "identity", "reading"} <= set(installs)
    core = tmp_path / "core" / "python" / "firstcontact"
    assert (core / "cases" / "ports.py").is_file()
    assert not {"cli", "training"} & {path.name for path in core.iterdir()}
    assert (tmp_path / "models" / "python" / "firstcontact_models" / "router" / "card.json").is_file()
    assert [path.name for path in artifacts.files(tmp_path / "runtime")] == ["__init__.py"]


def test_an_optional_layer_is_there_only_while_it_is_asked_for(
    tmp_path: Path, models: Path, installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MULTILINGUAL", raising=False)
    for asked in ("", "1", ""):
        monkeypatch.setenv("MULTILINGUAL", asked)
        make(tmp_path, models)
        assert (tmp_path / "multilingual").is_dir() == bool(asked)
        assert ("multilingual" in (tmp_path / "layers.json").read_text()) == bool(asked)
    assert installs.count("multilingual") == 1


def test_what_has_not_changed_is_not_built_again(tmp_path: Path, models: Path, installs: list[str]) -> None:
    make(tmp_path, models)
    first = len(installs)
    assert all(line.endswith("unchanged") for line in make(tmp_path, models))
    assert len(installs) == first


def test_new_models_replace_the_old_ones(tmp_path: Path, models: Path, installs: list[str]) -> None:
    make(tmp_path, models)
    newer = models.rename(models.with_name("recipe2"))
    (newer / "gate").mkdir(exist_ok=True)
    (newer / "gate" / "gate.json").write_text("{}")
    assert "models unchanged" not in make(tmp_path, newer)
    assert (tmp_path / "models" / "python" / "firstcontact_models" / "gate" / "gate.json").is_file()


def test_a_missing_index_is_told_from_a_missing_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = tmp_path / "requirements.txt"
    wanted.write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(wheels.BuildFailure, match="no package index can be reached"):
        wheels.install(wanted, "--target", str(tmp_path / "out"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(wheels.BuildFailure, match="No matching distribution"):
        wheels.install(wanted, "--target", str(tmp_path / "out"))


def test_wheels_for_lambda_are_for_its_processor_and_its_python() -> None:
    options = wheels.Target.named("lambda").options
    assert "3.14" in options
    assert all("aarch64" in option for option in options if option.startswith("manylinux"))
