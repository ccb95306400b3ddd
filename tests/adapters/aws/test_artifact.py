"""Functions follow the model that the published shop names; one that does not work never replaces one that does."""

from pathlib import Path

import pytest
from firstcontact.adapters.aws import artifact
from firstcontact.adapters.aws.artifact import RETRY_SECONDS, ShopArtifact
from firstcontact.errors import NotFound, Unavailable
from firstcontact.telemetry import Meter


class Bucket:
    """The files of a bucket by key, and how often they were fetched."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.named, self.fetched = folder, dict[str, str](), list[str]()

    def fetch(self, bucket: str, key: str, folder: Path, meter: Meter) -> Path:
        self.fetched.append(key)
        if not (self.folder / key).exists():
            raise NotFound("not there", code="not_published")
        return self.folder / key

    def publish(self, text: str) -> None:
        (self.folder / f"gate-{text}.json").write_text(text)
        self.named = {"gate": f"gate-{text}.json"}


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(artifact, "time", found)
    return found


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    found = Bucket(tmp_path)
    monkeypatch.setattr(artifact, "fetch", found.fetch)
    return found


def words(path: Path) -> str:
    if path.read_text() == "broken":
        raise Unavailable("it is broken", code="gate_broken")
    return path.read_text()


@pytest.fixture
def gate(bucket: Bucket, clock: Clock, meter: Meter, tmp_path: Path) -> ShopArtifact[str]:
    return ShopArtifact("gate", lambda: ("b", bucket.named), tmp_path, words, lambda: "shipped", meter)


def test_what_ships_is_used_where_the_shop_names_none(gate: ShopArtifact[str], bucket: Bucket) -> None:
    assert gate.latest() == "shipped"
    assert not bucket.fetched


def test_a_model_is_used_from_when_the_shop_names_it_and_fetched_once(
    gate: ShopArtifact[str], bucket: Bucket
) -> None:
    assert gate.latest() == "shipped"
    bucket.publish("one")
    assert [gate.latest() for _ in range(3)] == ["one"] * 3
    assert len(bucket.fetched) == 1
    bucket.publish("two")
    assert gate.latest() == "two"
    assert [path.name for path in bucket.folder.iterdir()] == ["gate-two.json"]


def test_going_back_to_no_model_of_its_own_brings_back_the_one_that_ships(
    gate: ShopArtifact[str], bucket: Bucket
) -> None:
    bucket.publish("one")
    gate.latest()
    bucket.named = {}
    assert gate.latest() == "shipped"


@pytest.mark.parametrize("missing", [True, False])
def test_a_model_that_does_not_work_leaves_the_one_that_does_and_is_tried_again_later(
    gate: ShopArtifact[str], bucket: Bucket, clock: Clock, missing: bool
) -> None:
    bucket.publish("good")
    assert gate.latest() == "good"
    bucket.publish("broken")
    if missing:
        (bucket.folder / "gate-broken.json").unlink()
    assert [gate.latest() for _ in range(3)] == ["good"] * 3
    assert len(bucket.fetched) == 2
    (bucket.folder / "gate-broken.json").write_text("mended")
    clock.now += RETRY_SECONDS
    assert gate.latest() == "mended"


def test_what_ships_is_used_while_the_first_one_does_not_work(gate: ShopArtifact[str], bucket: Bucket) -> None:
    bucket.publish("broken")
    assert gate.latest() == "shipped"
