"""The index stands where the documents' files stand, whatever events came and in whatever order."""

import itertools
import json

import pytest
from firstcontact.errors import Conflict, Unavailable
from firstcontact.knowledge import sync
from firstcontact.knowledge.files import FileVersion, Totals
from firstcontact.knowledge.records import Document
from firstcontact.knowledge.sync import check_files, sync_files
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.fakes.knowledge import FakeDocumentFiles, FakeKnowledge, FakePublishedKnowledge
from tests.fakes.models import FakeLanguages, HashingEncoder


class Library:
    def __init__(self) -> None:
        self.files = FakeDocumentFiles()
        self.published = FakePublishedKnowledge(FakeKnowledge(HashingEncoder()))

    def follow(self, *keys: str) -> None:
        sync_files(keys, self.files, self.published, FakeLanguages())

    def held(self) -> dict[str, str]:
        return {document.id: document.text for document in self.published.kept.documents()}


def test_a_file_that_changed_is_read_again() -> None:
    library = Library()
    for text in ("One.", "Two."):
        library.files.write("documents/a.md", text)
        library.follow("documents/a.md")
    assert library.held() == {"a": "Two."}


def test_an_event_that_comes_late_brings_nothing_back() -> None:
    library = Library()
    library.files.write("documents/a.md", "One.")
    library.follow("documents/a.md")
    del library.files.kept["documents/a.md"]
    library.follow("documents/a.md", "documents/a.md")
    assert library.held() == {}


def test_what_could_not_be_read_stands_in_the_files_report() -> None:
    library = Library()
    library.files.write("documents/a.pdf", b"%PDF broken")
    library.files.write("documents/photo.png", b"PNG")
    library.files.write("documents/b.jsonl", '{"id": "b", "text": "Fine."}\nbroken\n')
    library.follow("documents/a.pdf", "documents/photo.png", "documents/b.jsonl")
    errors = {key: [one["error"] for one in report.found] for key, report in library.files.told.items()}
    assert "not a readable PDF" in errors["documents/a.pdf"][0]
    assert errors["documents/photo.png"] == ["this type of file is not supported"]
    assert "not JSON" in errors["documents/b.jsonl"][0]
    assert library.held() == {"b": "Fine."}


def test_documents_that_do_not_say_it_are_for_whom_their_file_was_put() -> None:
    library = Library()
    library.files.write("documents/a.txt", "For the desk.", audience="agents", author="Mara")
    library.files.write("documents/b.md", "---\naudience: public\n---\nFor all.", audience="agents")
    library.follow("documents/a.txt", "documents/b.md")
    held = {one.id: one.audience for one in library.published.kept.documents()}
    assert held == {"a": "agents", "b": "public"}


def test_a_file_for_nobody_that_is_known_is_for_nobody() -> None:
    library = Library()
    library.files.write("documents/a.txt", "For all.")
    library.follow("documents/a.txt")
    library.files.write("documents/a.txt", "For the desk.", audience="agent")
    library.follow("documents/a.txt")
    assert library.held() == {}
    found = library.files.told["documents/a.txt"].found
    assert [one["error"] for one in found] == ["its metadata, audience: Input should be 'public' or 'agents'"]


@pytest.mark.parametrize(
    ("name", "before", "after", "labels"),
    [
        ("a.md", "For all.", "---\naudience: internal\n---\nFor the desk.", {}),
        ("a.md", "For all.", "---\naudience: >5\n---\nFor the desk.", {}),
        ("a.md", "For all.", "---\nAudience: agents\n---\nFor the desk.", {}),
        ("a.md", "For all.", "", {"audience": "agents"}),
        ("a.jsonl", '{"id": "a", "text": "All."}', '{"id": "a", "text": "Desk.", "audience": "agent"}', {}),
        ("a.jsonl", '{"id": "a", "text": "All."}', '{"id": "a", "text": "Desk.", "Audience": "agents"}', {}),
        ("a.jsonl", '{"id": "a", "text": "All."}', '{"id": "a", "text": "", "audience": "agents"}', {}),
        ("a.jsonl", '{"id": "a", "text": "All."}', "broken", {"audience": "agents"}),
    ],
)
def test_what_is_perhaps_no_longer_for_all_is_for_nobody(
    name: str, before: str, after: str, labels: dict[str, str]
) -> None:
    library = Library()
    library.files.write(f"documents/{name}", before)
    library.follow(f"documents/{name}")
    assert library.held().keys() == {"a"}
    library.files.write(f"documents/{name}", after, **labels)
    library.follow(f"documents/{name}")
    assert library.held() == {}
    assert library.files.told[f"documents/{name}"].found != ()


def test_a_file_that_becomes_for_agents_while_it_is_read_is_never_published_for_all() -> None:
    library = Library()
    library.files.write("documents/a.txt", "For all.")
    look, published = library.files.look, list[Document]()

    def looked(key: str) -> FileVersion:
        library.files.look = look  # type: ignore[method-assign]
        found = look(key)
        library.files.write(key, "For the desk.", audience="agents")
        return found

    library.files.look = looked  # type: ignore[method-assign]
    library.published.when_published = lambda kept: published.extend(kept.documents())
    library.follow("documents/a.txt")
    assert {(one.text, one.audience) for one in published} == {("For the desk.", "agents")}


def test_whoever_is_overtaken_begins_again() -> None:
    library = Library()
    library.files.write("documents/a.md", "One.")
    library.published.overtaken = sync.ATTEMPTS - 1
    library.follow("documents/a.md")
    assert library.held() == {"a": "One."}
    assert list(library.files.told) == ["documents/a.md"]


def test_whoever_is_overtaken_too_often_gives_up_and_reports_nothing() -> None:
    library = Library()
    library.files.write("documents/a.md", "One.")
    library.published.overtaken = sync.ATTEMPTS
    with pytest.raises(Conflict):
        library.follow("documents/a.md")
    assert library.files.told == {}


def test_a_file_that_changes_while_it_is_read_is_read_again() -> None:
    library = Library()
    library.files.write("documents/a.md", "Five days.")
    library.files.when_opened = lambda: library.files.write("documents/a.md", "Nine days.")
    library.follow("documents/a.md")
    assert library.held() == {"a": "Nine days."}
    assert library.files.told["documents/a.md"].version == "2"


def test_a_file_that_never_stops_changing_is_given_up_and_not_reported() -> None:
    library = Library()
    library.files.write("documents/a.md", "Five days.")

    def change() -> None:
        library.files.write("documents/a.md", "Nine days.")
        library.files.when_opened = change

    change()
    with pytest.raises(Conflict):
        library.follow("documents/a.md")
    assert library.files.told == {}


def test_a_file_that_would_take_too_long_is_read_in_part_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "MAX_DOCUMENTS_PER_FILE", 2)
    library = Library()
    library.files.write(
        "documents/a.jsonl", "\n".join(f'{{"id": "{name}", "text": "It is {name}."}}' for name in "abc")
    )
    library.follow("documents/a.jsonl")
    report = library.files.told["documents/a.jsonl"]
    assert [one["error"] for one in report.found] == ["only its first 2 documents are read: split it"]
    assert report.read.documents == len(library.held()) == 2


def test_what_takes_long_is_kept_slice_by_slice_and_read_on_from_there() -> None:
    library = Library()
    for key in "ab":
        lines = (f'{{"id": "{key}{number}", "text": "It is {number}."}}' for number in range(5))
        library.files.write(f"documents/{key}.jsonl", "\n".join(lines))
    kept: list[int] = []
    library.published.when_published = lambda index: kept.append(len(index.documents()))
    ticks = itertools.count(step=sync.SLICE_SECONDS / 4)
    keys = [f"documents/{key}.jsonl" for key in "ab"]
    sync_files(keys, library.files, library.published, FakeLanguages(), lambda: next(ticks))
    assert len(library.held()) == 10
    assert kept == sorted(kept)
    assert kept[0] < 10
    assert {report.read.documents for report in library.files.told.values()} == {5}


@pytest.mark.parametrize("together", [True, False])
def test_a_document_shows_again_when_the_one_of_its_id_in_front_of_it_goes(together: bool) -> None:
    library = Library()
    library.files.write("documents/setup.md", "From the Markdown.")
    library.files.write("documents/setup.txt", "From the text.")
    for keys in (
        [["documents/setup.md", "documents/setup.txt"]]
        if together
        else [["documents/setup.md"], ["documents/setup.txt"]]
    ):
        library.follow(*keys)
    held = library.held()["setup"]
    gone, left = ("md", "From the text.") if "Markdown" in held else ("txt", "From the Markdown.")
    del library.files.kept[f"documents/setup.{gone}"]
    library.follow(f"documents/setup.{gone}")
    assert library.held() == {"setup": left}


def test_a_document_shows_again_when_the_file_in_front_holds_it_no_longer() -> None:
    library = Library()
    for name in "ab":
        library.files.write(f"documents/{name}.jsonl", f'{{"id": "same", "text": "From {name}."}}')
        library.follow(f"documents/{name}.jsonl")
    library.files.write("documents/b.jsonl", '{"id": "other", "text": "From b."}')
    library.follow("documents/b.jsonl")
    assert library.held() == {"same": "From a.", "other": "From b."}


def test_of_two_files_of_the_same_documents_the_one_in_front_keeps_those_that_it_still_holds() -> None:
    library = Library()
    for name in "ab":
        lines = (f'{{"id": "{one}", "text": "From {name}."}}' for one in ("kept", "dropped"))
        library.files.write(f"documents/{name}.jsonl", "\n".join(lines))
        library.follow(f"documents/{name}.jsonl")
    library.files.write("documents/b.jsonl", '{"id": "kept", "text": "From b."}')
    library.follow("documents/b.jsonl")
    assert library.held() == {"kept": "From b.", "dropped": "From a."}


def test_a_document_in_front_stays_there_whatever_happens_behind_it() -> None:
    library, published = Library(), list[str]()
    for name in "abc":
        library.files.write(f"documents/{name}.jsonl", f'{{"id": "same", "text": "From {name}."}}')
        library.follow(f"documents/{name}.jsonl")
    library.published.when_published = lambda kept: published.extend(one.text for one in kept.documents())
    library.files.write("documents/c.jsonl", '{"id": "same", "text": "From c."}')
    library.follow("documents/c.jsonl")
    library.files.write("documents/c.jsonl", '{"id": "same", "text": 5}')
    library.follow("documents/c.jsonl")
    del library.files.kept["documents/b.jsonl"]
    library.follow("documents/b.jsonl")
    assert set(published) <= {"From c."}
    assert library.held() == {"same": "From c."}


def test_a_document_that_takes_anothers_place_is_told() -> None:
    library = Library()
    library.files.write("documents/a.md", "From a.")
    library.files.write("documents/a.html", "<p>From b.</p>")
    library.follow("documents/a.md")
    library.follow("documents/a.html")
    assert [one["note"] for one in library.files.told["documents/a.html"].found] == [
        "it replaces the document with this id from documents/a.md"
    ]


def test_an_index_that_holds_what_was_read_passes_the_check() -> None:
    library = Library()
    library.files.write("documents/a.jsonl", '{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\nbroken\n')
    library.files.write("documents/c.md", "Three.")
    library.files.write("elsewhere/d.md", "Four.")
    library.follow("documents/a.jsonl", "documents/c.md", "elsewhere/d.md")
    assert check_files("documents/", library.files, library.published) == Totals(files=2, documents=3, found=1)


def test_an_index_that_lost_or_changed_a_document_does_not_pass() -> None:
    library = Library()
    library.files.write("documents/a.jsonl", '{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n')
    library.follow("documents/a.jsonl")
    for damage in (["b"], []):
        library.published.kept.remove(damage)
        library.published.kept.put([Document(id="a", text="Another.", source="documents/a.jsonl")])
        with pytest.raises(Unavailable, match="documents of 1 files"):
            check_files("documents/", library.files, library.published)


def test_an_id_that_two_files_give_is_told_by_the_check() -> None:
    library = Library()
    for name in ("a", "b"):
        library.files.write(f"documents/{name}.jsonl", '{"id": "same", "text": "One."}')
        library.follow(f"documents/{name}.jsonl")
    with pytest.raises(Unavailable) as told:
        check_files("documents/", library.files, library.published)
    assert "only the one read last keeps it" in told.value.remedy


KEYS = st.sampled_from(["documents/a.jsonl", "documents/b.jsonl", "documents/c.jsonl"])
IDS = st.sampled_from("xyz")


class Arrivals(RuleBasedStateMachine):
    """Files change, events come late, twice and out of order, ids are given twice; what was told is held."""

    def __init__(self) -> None:
        super().__init__()
        self.library = Library()
        self.untold: set[str] = set()

    @rule(key=KEYS, number=st.integers(0, 9), held=st.sets(IDS, max_size=3))
    def write(self, key: str, number: int, held: set[str]) -> None:
        lines = (f'{{"id": "{one}", "text": "Version {number} of {key}."}}' for one in sorted(held))
        self.library.files.write(key, "\n".join(lines))
        self.untold.add(key)

    @rule(key=KEYS)
    def delete(self, key: str) -> None:
        self.library.files.kept.pop(key, None)
        self.untold.add(key)

    @rule(keys=st.sets(KEYS, min_size=1), overtaken=st.integers(0, 2))
    def told(self, keys: set[str], overtaken: int) -> None:
        self.library.published.overtaken = overtaken
        self.library.follow(*keys)
        self.untold -= keys

    @invariant()
    def what_was_told_is_held(self) -> None:
        given = [line for key in self.library.files.kept.keys() - self.untold for line in self.lines(key)]
        assert {one["id"] for one in given} <= self.library.held().keys()

    @invariant()
    def once_all_was_told_nothing_else_is_held(self) -> None:
        if not self.untold:
            given = {(one["id"], one["text"]) for key in self.library.files.kept for one in self.lines(key)}
            assert set(self.library.held().items()) <= given

    def lines(self, key: str) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.library.files.kept[key].decode().splitlines()]


TestArrivals = Arrivals.TestCase
TestArrivals.settings = settings(max_examples=200, stateful_step_count=30)
