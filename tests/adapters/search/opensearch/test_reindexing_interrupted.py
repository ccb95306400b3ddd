"""A reindex that is interrupted, killed, or overtaken by another one costs nothing but its own work."""

import pytest
from firstcontact.adapters.search.opensearch import OpenSearchWriter, drop, mapping, retries
from firstcontact.adapters.search.opensearch.generations import Generations
from firstcontact.adapters.search.opensearch.reindexing import reindex
from firstcontact.errors import Unavailable
from firstcontact.knowledge.records import Document
from firstcontact.progress import Lines
from opensearchpy import OpenSearch

from tests.adapters.search.opensearch.traffic import ENCODER, STILL, Hook, Reader, held, indexes, passages
from tests.fakes.models import DIMENSIONS

pytestmark = pytest.mark.xdist_group("opensearch")
QUIET = Lines(lambda _: None)
LATE = Document(id="late", text="Written afterwards.")


class Interrupted(BaseException):
    """What Ctrl-C raises, say."""


def interrupt() -> None:
    raise Interrupted


def kill(node: OpenSearch, name: str) -> None:
    """Leave behind what a run that was killed while it kept writers out leaves."""
    generations = Generations(node, name)
    generations.make(mapping.settings(ENCODER.name, DIMENSIONS, "node"), serving=False)
    generations.close(generations.serving().name)


@pytest.mark.parametrize(
    "point", ["round 1", "round 1:", "writes are paused", "round 2", "round 2:", "the new index"]
)
def test_wherever_it_stops_the_index_serves_is_written_and_can_be_made_anew(
    node: OpenSearch, name: str, point: str
) -> None:
    with pytest.raises(Interrupted):
        reindex(node, name, ENCODER.name, Hook(point, interrupt))
    assert held(node, name) == passages(STILL)
    with OpenSearchWriter(node, name, ENCODER) as writer:
        writer.put([LATE])
    assert len(indexes(node, name)) == 2
    again = Hook("", lambda: None)
    reindex(node, name, ENCODER.name, again)
    assert again.lines[0].startswith("deleting the leftover of an earlier reindex")
    assert len(indexes(node, name)) == 1
    assert held(node, name) == passages([*STILL, LATE])


def test_what_a_killed_run_left_is_cleared_by_the_next(node: OpenSearch, name: str) -> None:
    kill(node, name)
    reindex(node, name, ENCODER.name, QUIET)
    OpenSearchWriter(node, name, ENCODER).put([LATE])
    assert held(node, name) == passages([*STILL, LATE])
    assert len(indexes(node, name)) == 1


def test_a_killed_run_never_stops_searches(node: OpenSearch, name: str) -> None:
    kill(node, name)
    reader = Reader(node, name)
    reader.step()
    assert reader.counts == [len(STILL)]


def test_who_waited_in_vain_lets_the_next_writer_in(
    node: OpenSearch, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "TRIES", 2)
    kill(node, name)
    writer = OpenSearchWriter(node, name, ENCODER)
    with pytest.raises(Unavailable, match="closed to writes for too long") as failure:
        writer.put([LATE])
    assert failure.value.code == "search_busy"
    assert "Try again" in failure.value.remedy
    writer.put([LATE])
    assert held(node, name) == passages([*STILL, LATE])


def test_a_run_fails_if_writers_were_let_in_meanwhile(node: OpenSearch, name: str) -> None:
    generations = Generations(node, name)
    old = generations.serving().name

    def let_in_and_write() -> None:
        generations.open(old)
        OpenSearchWriter(node, name, ENCODER).put([LATE])

    # The second round is the last one: what is written behind it is in the old index alone.
    with pytest.raises(Unavailable, match="opened to writes") as failure:
        reindex(node, name, ENCODER.name, Hook("round 2:", let_in_and_write))
    assert failure.value.code == "overtaken"
    assert held(node, name) == passages([*STILL, LATE])
    assert generations.serving() == (old, True, False)


@pytest.mark.parametrize("point", ["round 1", "round 1:", "writes are paused", "round 2:"])
def test_of_two_runs_the_later_one_wins(node: OpenSearch, name: str, point: str) -> None:
    other: list[str] = []

    def run() -> None:
        reindex(node, name, ENCODER.name, QUIET)
        other.extend(indexes(node, name))

    with pytest.raises(Unavailable) as failure:
        reindex(node, name, ENCODER.name, Hook(point, run))
    assert failure.value.code == "overtaken"
    assert indexes(node, name) == other
    OpenSearchWriter(node, name, ENCODER).put([LATE])
    assert held(node, name) == passages([*STILL, LATE])


def test_what_was_left_behind_goes_when_the_index_is_dropped(node: OpenSearch, name: str) -> None:
    kill(node, name)
    left = indexes(node, name)
    assert drop(node, name)
    assert not any(node.indices.exists(index=index) for index in left)
    OpenSearchWriter(node, name, ENCODER)
