"""``firstcontact shop publish`` and ``shop undo`` on a bucket in memory."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
from firstcontact.adapters.aws.objects import SHOP_KEY
from firstcontact.cli import local_suite
from firstcontact.cli.main import main
from firstcontact.cli.shop.bucket import ShopBucket
from firstcontact.cli.shop.known import known
from firstcontact.cli.shop.store import store_version
from firstcontact.progress import Messages
from firstcontact.shop.folder import read
from firstcontact.shop.scaffold import new

from tests.fakes.bucket import FakeBucket

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> FakeBucket:
    played = FakeBucket()
    monkeypatch.setattr(local_suite, "resource", lambda *_: ("kb", played))
    return played


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    new(tmp_path / "shop", "Acme", known())
    return tmp_path / "shop"


def published(bucket: FakeBucket) -> dict[str, Any]:
    shop: dict[str, Any] = json.loads(bucket.versions[SHOP_KEY][-1])
    return shop


def test_the_loader_and_the_command_publish_the_same_version(
    bucket: FakeBucket, shop: Path, tmp_path: Path, capsys: Captured
) -> None:
    loaded = FakeBucket()
    store = ShopBucket("kb", cast(Any, loaded))
    store.switch(store_version(read(shop, known()), shop, store, Messages(print), tmp_path / "cache"))
    assert main(["shop", "publish", str(shop), "--without-articles"]) == 0
    assert published(bucket) == published(loaded)
