"""What is told of an ingestion holds no private data, whatever documents are called."""

import json
from io import BytesIO

import pytest
from firstcontact.knowledge.ingestion import File, Ingestion
from firstcontact.knowledge.readers import Fault, Note

from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.models import FakeLanguages, HashingEncoder


def told(name: str, content: bytes) -> list[Fault | Note]:
    found: list[Fault | Note] = []
    ingestion = Ingestion(FakeKnowledge(HashingEncoder()), FakeLanguages(), lambda file, one: found.append(one))
    ingestion.run([File(f"/docs/{name}", name, lambda: BytesIO(content))])
    return found


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("ada@example.com", "[EMAIL]"),
        ("call-of +49 171 2345678", "call-of [PHONE]"),
        (4111111111111111, "[CARD]"),
        ("t-7", "t-7"),
        (7, 7),
        (None, 1),
    ],
)
def test_a_document_that_cannot_be_read_is_named_without_private_data(given: object, shown: object) -> None:
    ticket = {"id": given, "text": "Customer: Hi\n\nAgent: Hello", "audience": "everyone"}
    (fault,) = told("t.jsonl", json.dumps(ticket).encode())
    assert isinstance(fault, Fault)
    assert fault.id == shown


def test_a_note_names_its_document_without_private_data() -> None:
    (note,) = told("ada@example.com/letter.html", b"<p>Fine.</p><script>x</script>")
    assert note == Note("[EMAIL]/letter", "1 scripts skipped")
