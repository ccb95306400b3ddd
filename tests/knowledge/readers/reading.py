"""Reading documents in tests: all that is found, the only document, or the only fault."""

from io import BytesIO

from firstcontact.knowledge import readers
from firstcontact.knowledge.readers import Fault, Finding
from firstcontact.knowledge.records import Document


def read(name: str, content: bytes) -> list[Finding]:
    """Everything that is found in a file."""
    return list(readers.read(name, BytesIO(content)))


def only(name: str, content: bytes) -> Document:
    """The one document of a file."""
    (found,) = read(name, content)
    assert isinstance(found, Document), found
    return found


def fault(name: str, content: bytes) -> str:
    """What the one fault of a file says."""
    (found,) = read(name, content)
    assert isinstance(found, Fault), found
    return found.error
