"""A Help Center export as the beginning of a shop: its articles as files, its languages, its name and address."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from firstcontact.errors import Invalid
from firstcontact.knowledge import readers
from firstcontact.knowledge.records import Document
from firstcontact.record import Record
from firstcontact.text import transcripts

_ZENDESK = ".zendesk.com"
_MAX_NAME_CHARS, _MAX_TITLE_CHARS = 60, 60
_NOT_IN_NAMES = re.compile(r"[\W_]+")


class HelpCenter(Record):
    """What an export says: article files by name, and the rest as far as it is known.

    The most frequent language is the first. ``left_out`` names drafts and empty articles, each with the reason.
    """

    articles: Mapping[str, str]
    left_out: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    name: str | None = None
    address: str | None = None


def read_help_center(file: Path) -> HelpCenter:
    """Read an export; ``Invalid`` names the first article that cannot be read, ``OSError`` if the file cannot."""
    documents: list[Document] = []
    left_out: list[str] = []
    with file.open("rb") as content:
        for found in readers.read(f"{file.stem}.json", content):
            if isinstance(found, Document):
                documents.append(found)
            elif isinstance(found, readers.Note):
                left_out.append(f"{found.id}: {found.note}")
            elif found.error == readers.EMPTY:
                left_out.append(f"{found.id}: {found.error}")
            else:
                raise _broken(file, f"{found.id}: {found.error}")
    if not documents:
        raise _broken(file, "it has no published article")
    languages = Counter(document.language for document in documents if document.language)
    address = _address_of(documents)
    return HelpCenter(
        articles=dict(_files(file, documents)),
        left_out=tuple(left_out),
        languages=tuple(language for language, _ in languages.most_common()),
        name=_name_of(address),
        address=address,
    )


def _broken(file: Path, reason: str) -> Invalid:
    return Invalid(
        f"{file.name}: {reason}",
        code="invalid_export",
        remedy='Export the articles again: {"articles": […]} as the Help Center API lists them, with their bodies.',
    )


def _files(file: Path, documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
    """The name and content of each article's file. A translation with the id of another article gets its own id."""
    ids, names = set[str](), set[str]()
    for document in documents:
        own_id = document.id if document.id not in ids else f"{document.id}-{document.language}"
        if own_id in ids:
            raise _broken(file, f"{document.id}: two articles have this id")
        ids.add(own_id)
        words = _NOT_IN_NAMES.sub("-", f"{own_id} {document.title}".lower()).strip("-") or "article"
        name = words[:_MAX_NAME_CHARS].rstrip("-")
        while name in names:
            name += "-2"
        names.add(name)
        yield f"articles/{name}.md", _markdown(document, own_id)


def _markdown(document: Document, own_id: str) -> str:
    fields = {
        "id": own_id,
        "title": document.title or document.text.lstrip("# ").splitlines()[0][:_MAX_TITLE_CHARS],
        "url": document.url,
        "language": document.language,
        "updated_at": document.updated_at.isoformat() if document.updated_at else "",
        "audience": "agents" if document.audience == "agents" else "",
        "kind": "article" if transcripts.has_agent(document.text) else "",  # else it would be read as a ticket
    }
    lines = [f"{key}: {_quoted(value)}" for key, value in fields.items() if value]
    if document.tags:
        lines += ["tags:", *(f"  - {_quoted(tag)}" for tag in document.tags)]
    return "\n".join(["---", *lines, "---", "", document.text, ""])


def _quoted(value: str) -> str:
    """A value on one line; the reader removes only the outer quotes."""
    return f'"{" ".join(value.split())}"'


def _address_of(documents: Iterable[Document]) -> str | None:
    """The address that most articles are at."""
    places = Counter(urlsplit(document.url)[:2] for document in documents)
    known = [(scheme, host) for (scheme, host), _ in places.most_common() if scheme == "https" and host]
    return f"https://{known[0][1]}" if known else None


def _name_of(address: str | None) -> str | None:
    """The shop's name in an address of Zendesk's, such as ``https://acme-bikes.zendesk.com``."""
    host = urlsplit(address or "").hostname or ""
    if not host.endswith(_ZENDESK):
        return None
    return host.removesuffix(_ZENDESK).replace("-", " ").title()
