"""What is published is picked up while functions run; what cannot be used never takes the place of what works."""

import shutil
from pathlib import Path

import pytest
from firstcontact.adapters.aws import published
from firstcontact.adapters.aws.published import Published
from firstcontact.adapters.models import router_artifact
from firstcontact.errors import NotFound, Unavailable
from firstcontact.telemetry import Meter

from tests import built


class Shelf:
    """S3 as ``fetch`` shows it: the path of what was put there last."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.failure: Exception | None = None
        self.looks = 0

    def fetch(self, bucket: str, key: str, folder: Path, meter: Meter) -> Path:
        self.looks += 1
        if self.failure is not None:
            raise self.failure
        if self.path is None:
            raise NotFound("not published", code="not_published")
        return self.path


class Clock:
    """Stands in for ``time``."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    found = Shelf()
    monkeypatch.setattr(published, "fetch", found.fetch)
    return found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(published, "time", found)
    return found


def words(path: Path) -> str:
    text = path.read_text()
    if text == "broken":
        raise Unavailable("it is broken", code="model_broken")
    return text


def put(shelf: Shelf, tmp_path: Path, text: str) -> None:
    shelf.path = tmp_path / f"{text}.txt"
    shelf.path.write_text(text)


def test_a_newer_one_is_taken_after_half_a_minute_and_not_looked_for_before(
    shelf: Shelf, clock: Clock, meter: Meter, tmp_path: Path
) -> None:
    thing = Published(("b", "k"), tmp_path, words, meter)
    put(shelf, tmp_path, "one")
    assert thing.latest() == "one"
    put(shelf, tmp_path, "two")
    clock.now += published.FRESH - 1
    assert (thing.latest(), shelf.looks) == ("one", 1)
    clock.now += 1
    assert (thing.latest(), shelf.looks) == ("two", 2)


def test_what_ships_is_used_until_something_is_published(
    shelf: Shelf, clock: Clock, meter: Meter, tmp_path: Path
) -> None:
    thing = Published(("b", "k"), tmp_path, words, meter, lambda: "shipped")
    assert thing.latest() == "shipped"
    put(shelf, tmp_path, "new")
    clock.now += published.FRESH
    assert thing.latest() == "new"


def test_the_last_good_one_stays_while_a_newer_is_broken_or_storage_is_away(
    shelf: Shelf, clock: Clock, meter: Meter, tmp_path: Path
) -> None:
    thing = Published(("b", "k"), tmp_path, words, meter, lambda: "shipped")
    put(shelf, tmp_path, "good")
    assert thing.latest() == "good"
    put(shelf, tmp_path, "broken")
    clock.now += published.FRESH
    assert thing.latest() == "good"
    shelf.failure = Unavailable("storage is away")
    clock.now += published.FRESH
    assert thing.latest() == "good"


def test_what_ships_with_nothing_is_unavailable_until_it_is_published(
    shelf: Shelf, clock: Clock, meter: Meter, tmp_path: Path
) -> None:
    with pytest.raises(Unavailable):
        Published(("b", "k"), tmp_path, words, meter).latest()


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return router_artifact.pack(built.models() / "router", tmp_path_factory.mktemp("packed") / "router.zip")


def test_a_router_comes_out_of_its_zip_as_it_went_in(packed: Path, tmp_path: Path) -> None:
    file = tmp_path / "router-abc.zip"
    shutil.copyfile(packed, file)
    (tmp_path / "router-old").mkdir()
    found = router_artifact.unpack(file)
    shipped = router_artifact.read(built.models() / "router")
    assert found.policy == shipped.policy
    assert found.model.predict("where is my parcel") == shipped.model.predict("where is my parcel")
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["router-abc"]


def test_the_same_router_is_packed_into_the_same_file(packed: Path, tmp_path: Path) -> None:
    again = router_artifact.pack(built.models() / "router", tmp_path / "router.zip")
    assert again.read_bytes() == packed.read_bytes()


@pytest.mark.parametrize("content", [b"", b"PK no zip", None])
def test_a_zip_that_is_broken_is_refused(packed: Path, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "router-abc.zip"
    file.write_bytes(packed.read_bytes()[:-2000] if content is None else content)
    with pytest.raises(Unavailable):
        router_artifact.unpack(file)


def test_a_policy_that_is_not_the_one_of_the_card_is_refused(packed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "router"
    shutil.copytree(built.models() / "router", folder)
    (folder / "policy.json").write_text('{"intents": {}}')
    with pytest.raises(Unavailable, match="does not match its card"):
        router_artifact.read(folder)
