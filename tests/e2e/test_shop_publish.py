"""A running suite takes a new version of its shop, and goes back to the one before."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from firstcontact.adapters.aws.objects import SHOP_KEY

from infra.local.runner.clients import client
from tests.e2e.suite import Suite, run_command

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker


def current(suite: Suite) -> dict[str, Any]:
    """The shop that functions use."""
    bucket = suite.outputs["KnowledgeBucket"]
    shop: dict[str, Any] = json.loads(
        client("s3", suite.endpoint).get_object(Bucket=bucket, Key=SHOP_KEY)["Body"].read()
    )
    return shop


def test_a_version_is_published_and_taken_back_by_one_object(suite: Suite, folder: Path) -> None:
    before = current(suite)
    shop = folder / "shop"
    shutil.copytree(suite.description["internal"]["shop"]["folder"], shop)
    (shop / "intents.toml").unlink(missing_ok=True)  # without intents of its own no router is trained
    (shop / "replies").mkdir(exist_ok=True)
    (shop / "replies" / "en.toml").write_text('[declined]\ntext = "Fine, nothing was changed."\n')

    published = run_command(folder, "shop", "publish", str(shop), "--without-articles")
    assert published.returncode == 0, published.stderr
    now = current(suite)
    assert now["version"] == json.loads(published.stdout)["version"] != before["version"]
    assert now["replies"]["en"]["declined"] == ["Fine, nothing was changed."]

    undone = run_command(folder, "shop", "undo")
    assert undone.returncode == 0, undone.stderr
    assert current(suite) == before


def test_a_folder_with_a_fault_changes_nothing(suite: Suite, folder: Path) -> None:
    before = current(suite)
    (folder / "shop").mkdir()
    (folder / "shop" / "shop.toml").write_text('name = "Somebody"\n')
    refused = run_command(folder, "shop", "publish", str(folder / "shop"))
    assert (refused.returncode, "firstcontact shop check" in refused.stderr) == (2, True)
    assert current(suite) == before
