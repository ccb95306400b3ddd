"""A new folder passes the check, says what may be written, and never overwrites anything."""

import argparse
import re
import tomllib
from pathlib import Path

import pytest
from firstcontact.cli import shop as command
from firstcontact.cli.shop.known import known
from firstcontact.errors import Conflict, Invalid
from firstcontact.shop.findings import nearest
from firstcontact.shop.folder import inspect, read
from firstcontact.shop.help_center import HelpCenter
from firstcontact.shop.policy import ACTIONS_BY_KEY, Rules
from firstcontact.shop.scaffold import new

from tests.shop.conftest import KNOWN, ShopFolder


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add(parser)
    options = parser.parse_args(arguments)
    return int(options.run(options))


@pytest.mark.parametrize("name", ["Acme", 'Søren\'s "Best" \\ Söhne', "店"])
def test_a_new_folder_passes_the_check(tmp_path: Path, name: str) -> None:
    new(tmp_path / "shop", name, KNOWN)
    found = inspect(tmp_path / "shop", KNOWN)
    assert ([str(fault) for fault in found.faults], [str(note) for note in found.notes]) == ([], [])
    assert read(tmp_path / "shop", KNOWN).profile.name == name


def test_what_is_commented_out_passes_too(tmp_path: Path) -> None:
    new(tmp_path, "Acme", KNOWN)
    for file in ("shop.toml", "policy.toml", "intents.toml", "faults.toml"):
        path = tmp_path / file
        path.write_text(
            re.sub(r"^# (?=\[|\w+ = )", "", path.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8"
        )
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert [str(fault) for fault in inspect(tmp_path, KNOWN).faults] == []


def test_every_reply_key_and_every_kind_is_listed(tmp_path: Path) -> None:
    new(tmp_path, "Acme", KNOWN)
    replies = (tmp_path / "replies/en.toml").read_text(encoding="utf-8")
    assert tomllib.loads(replies) == {}
    assert all(f"# [{key}]" in replies for key in KNOWN.replies)
    assert "# [refund_done]  # placeholders: {amount}, {order}" in replies
    assert all(f"# {kind} = " in (tmp_path / "connectors.toml").read_text(encoding="utf-8") for kind in KNOWN.vendors)


def test_every_key_of_a_policy_is_mentioned(tmp_path: Path) -> None:
    new(tmp_path, "Acme", KNOWN)
    policy = (tmp_path / "policy.toml").read_text(encoding="utf-8")
    assert [key for key in {*Rules.model_fields, *ACTIONS_BY_KEY} if f"{key} = " not in policy] == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Conflict, match="not an empty directory"):
        new(tmp_path, "Acme", KNOWN)
    with pytest.raises(Conflict):
        new(tmp_path / "mine.txt", "Acme", KNOWN)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_would_not_pass_the_check_is_not_written(tmp_path: Path) -> None:
    broken = HelpCenter(articles={"articles/a.md": "---\nvalid_from: soon\n---\n# A\n\nText.\n"})
    with pytest.raises(Invalid, match=r"articles/a\.md:2"):
        new(tmp_path / "shop", "Acme", KNOWN, broken)
    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 101])
def test_a_name_is_one_short_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid):
        new(tmp_path, name, KNOWN)


def test_the_command_makes_and_checks_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "acme"
    assert run("new", str(folder)) == 0
    assert run("check", str(folder)) == 0
    assert f"{folder}: no faults" in capsys.readouterr().out
    assert read(folder, known()).profile.name == "acme"


def test_the_command_fails_where_there_are_faults(folder: ShopFolder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.change("policy.toml", "within_days = ", "within_day = ")
    assert run("check", str(folder.root)) == 1
    assert "policy.toml:5: unknown key `within_day`: did you mean `within_days`?" in capsys.readouterr().out


def test_a_name_that_is_like_no_other_has_no_nearest() -> None:
    assert nearest("zzz", ["alpha", "beta"]) is None
    assert nearest("ALPHA", ["alpha", "beta"]) == "alpha"
