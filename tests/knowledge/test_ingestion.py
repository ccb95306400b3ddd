"""Files into an index: what changed goes in, what is gone goes out, what cannot be read is told."""

import contextlib
import json
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from firstcontact.knowledge.context import ARTICLES, TICKETS
from firstcontact.knowledge.ingestion import File, Ingestion, Report
from firstcontact.knowledge.readers import Fault, Note
from firstcontact.knowledge.records import Filter
from firstcontact.knowledge.search import search_passages

from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.models import FakeLanguages, HashingEncoder


class Desk:
    """An index and what was told while it was filled."""

    def __init__(self) -> None:
        self.knowledge = FakeKnowledge(HashingEncoder())
        self.told: list[Fault | Note] = []
        self.languages = FakeLanguages()

    def ingest(self, *files: File, gone: tuple[str, ...] = ()) -> Report:
        self.told.clear()
        ingestion = Ingestion(self.knowledge, self.languages, lambda file, found: self.told.append(found))
        ingestion.forget(gone)
        return ingestion.run(files)

    def found(self, question: str, where: Filter = ARTICLES) -> list[str]:
        passages = search_passages(question, HashingEncoder(), self.knowledge, 50, where=where)
        return sorted({passage.document_id for passage in passages})


def file(name: str, content: str | bytes, source: str = "") -> File:
    data = content.encode() if isinstance(content, str) else content
    return File(source or f"/docs/{name}", name, lambda: BytesIO(data), lambda: 1)


def test_what_a_file_no_longer_holds_is_taken_out() -> None:
    desk = Desk()
    desk.ingest(file("kb.jsonl", '{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n'))
    report = desk.ingest(file("kb.jsonl", '{"id": "b", "text": "Two."}\n{"id": "c", "text": "Three."}\n'))
    assert desk.found("one two three") == ["b", "c"]
    assert (report.documents, report.removed) == (2, 1)


def test_another_file_takes_nothing_out() -> None:
    desk = Desk()
    desk.ingest(file("a.md", "One."))
    desk.ingest(file("b.md", "Two."))
    assert desk.found("one two") == ["a", "b"]


def test_what_is_said_to_be_gone_is_taken_out() -> None:
    desk = Desk()
    desk.ingest(file("a.md", "One."), file("b.md", "Two."))
    desk.ingest(gone=("/docs/a.md",))
    assert desk.found("one two") == ["b"]


def test_a_document_that_moved_to_another_file_stays() -> None:
    desk = Desk()
    line = '{"id": "a", "text": "One."}\n'
    desk.ingest(file("old.jsonl", line), file("new.jsonl", '{"id": "b", "text": "Two."}\n'))
    desk.ingest(file("old.jsonl", ""), file("new.jsonl", line))
    assert desk.found("one two") == ["a"]


def test_a_file_that_cannot_be_read_whole_keeps_what_the_index_has_of_it() -> None:
    desk = Desk()
    desk.ingest(file("kb.jsonl", '{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n'))
    report = desk.ingest(file("kb.jsonl", '{"id": "a", "text": "One, changed."}\nbroken\n'))
    assert desk.found("one two") == ["a", "b"]
    assert (report.faults, report.removed) == (1, 0)


def test_an_id_given_twice_is_told_with_the_file_that_had_it_first() -> None:
    desk = Desk()
    report = desk.ingest(file("a.md", "One."), file("a.txt", "Two."))
    assert report.documents == 1
    assert desk.told == [Fault("a", "this id was already used in /docs/a.md")]


def test_one_id_of_two_tenants_is_two_documents() -> None:
    desk = Desk()
    lines = '{"id": "a", "text": "One."}\n{"id": "a", "text": "Two.", "tenant": "other"}\n'
    assert desk.ingest(file("kb.jsonl", lines)).documents == 2


def test_a_file_that_changes_while_it_is_read_is_told_and_takes_nothing_out() -> None:
    desk = Desk()
    desk.ingest(file("kb.jsonl", '{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n'))
    states = iter(range(10))
    changing = file("kb.jsonl", '{"id": "a", "text": "One."}\n')._replace(state=lambda: next(states))
    report = desk.ingest(changing)
    assert report.faults == 1
    assert "changed while it was read" in str(desk.told[0])
    assert desk.found("one two") == ["a", "b"]


def test_a_file_that_vanishes_is_told_and_the_rest_goes_in() -> None:
    @contextlib.contextmanager
    def missing() -> Iterator[IO[bytes]]:
        raise FileNotFoundError(2, "No such file or directory")
        yield BytesIO()

    desk = Desk()
    report = desk.ingest(file("a.md", "One.")._replace(open=missing), file("b.md", "Two."))
    assert (report.documents, report.faults) == (1, 1)
    assert desk.found("two") == ["b"]


def test_a_tickets_private_data_is_masked_before_it_is_kept() -> None:
    desk = Desk()
    ticket = "Customer: I am ada@example.com, call 0171 2345678.\n\nAgent: Done."
    desk.ingest(file("t.txt", ticket), file("a.md", "Write to help@example.com."))
    (kept,) = search_passages("call", HashingEncoder(), desk.knowledge, 5, where=TICKETS)
    assert "[EMAIL]" in kept.text
    assert "[PHONE]" in kept.text
    (article,) = search_passages("write", HashingEncoder(), desk.knowledge, 5, where=ARTICLES)
    assert "help@example.com" in article.text


def test_a_documents_language_is_told_unless_it_says_so_itself() -> None:
    desk = Desk()
    lines = '{"id": "a", "text": "Wie lange ist es?"}\n{"id": "b", "text": "One.", "language": "nl"}\n'
    desk.ingest(file("kb.jsonl", lines))
    assert desk.found("wie one", Filter(language="de")) == ["a"]
    assert desk.found("wie one", Filter(language="nl")) == ["b"]


def test_notes_are_told_and_are_no_faults() -> None:
    desk = Desk()
    report = desk.ingest(file("a.html", "<p>One.</p><script>x</script>"))
    assert (report.documents, report.faults, report.notes) == (1, 0, 1)
    assert desk.told == [Note("a", "1 scripts skipped")]


def test_an_article_that_repeats_another_is_told_and_tickets_alike_are_counted() -> None:
    desk = Desk()
    ticket = '{"id": "%s", "text": "Customer: Where is it?\\n\\nAgent: On its way."}'
    report = desk.ingest(
        file("a.md", "Refunds take 5 days."),
        file("b.md", "# Refunds\n\ntake *5* days!"),
        file("c.md", "Refunds take 9 days."),
        file("t.jsonl", "\n".join(ticket % name for name in "xyz")),
    )
    assert (report.alike, report.notes, report.faults) == (3, 1, 0)
    assert desk.told == [Note("b", "it is nearly identical to a")]


def test_nothing_of_a_ticket_keeps_private_data() -> None:
    desk = Desk()
    ticket = {
        "id": "t",
        "text": "Agent: Hello",
        "tags": ["jane@x.example"],
        "url": "https://x.example/?q=jane@x.example",
    }
    report = desk.ingest(
        file("t.jsonl", "\n".join(json.dumps(one) for one in (ticket, {**ticket, "id": "jane@x.example"})))
    )
    (kept,) = desk.knowledge.documents()
    assert (kept.id, kept.tags, kept.url) == ("t", ("[EMAIL]",), "https://x.example/?q=[EMAIL]")
    assert report.faults == 1
    assert desk.told == [Fault("[EMAIL]", "its id contains private data: use another one")]


def test_a_document_that_takes_another_files_place_is_told() -> None:
    desk = Desk()
    desk.ingest(file("README.md", "From one.", "/one/README.md"))
    desk.ingest(file("README.md", "From two.", "/two/README.md"))
    assert desk.told == [Note("README", "it replaces the document with this id from /one/README.md")]
