"""Knowledge indexes on this machine: fill one, search it, drop it, and tell how good a search is."""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from firstcontact import documents, retrieval
from firstcontact.adapters.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.artifacts import folder
from firstcontact.cli import knowledge_eval
from firstcontact.cli.failure import CannotRun
from firstcontact.cli.lines import Record, add_files, convert, text_in
from firstcontact.model.knowledge import Document, Passage
from firstcontact.ports import Encoder

LONGEST_QUERY = 8192
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def add(parser: argparse.ArgumentParser) -> None:
    """``knowledge ingest``, ``knowledge search``, ``knowledge drop`` and ``knowledge eval``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    ingest = verbs.add_parser("ingest", help="put files or folders of .md .html .txt .jsonl into an index")
    ingest.add_argument("paths", nargs="+", metavar="PATH")
    ingest.set_defaults(run=_ingest)
    search = verbs.add_parser("search", help="{id?,query} → {id,hits:[{document_id,score,text,title,url}]}")
    search.add_argument("--k", type=_positive, default=5, help="how many documents (default 5)")
    add_files(search)
    search.add_argument("--tenant", default="default")
    search.add_argument("--audience", choices=("public", "agents"), default="public")
    search.set_defaults(run=_search)
    drop = verbs.add_parser("drop", help="delete an index")
    drop.set_defaults(run=_drop)
    judge = verbs.add_parser("eval", help="nDCG, recall and MRR, beside words alone and meaning alone")
    knowledge_eval.add(judge)
    judge.set_defaults(run=lambda options: knowledge_eval.run(options, _encoder))
    for verb in (ingest, search, drop):
        verb.add_argument("--index", required=True, metavar="NAME")
        verb.add_argument("--backend", choices=("embedded", "opensearch"), default="embedded")
        verb.add_argument("--home", type=Path, help="where indexes live (default: your data folder)")


def _ingest(options: argparse.Namespace) -> int:
    files = [file for path in options.paths for file in _files(path)]
    made, passages, failed = 0, 0, False
    with EmbeddedWriter(_index_file(options), _encoder()) as writer:
        for name, file in files:
            for found in documents.read(name, _content(file)):
                if isinstance(found, Document):
                    made, passages = made + 1, passages + writer.put([found])
                else:
                    failed = True
                    print(json.dumps({"id": found.id, "error": found.error}, ensure_ascii=False))
    print(json.dumps({"index": options.index, "documents": made, "passages": passages}))
    return 1 if failed else 0


def _search(options: argparse.Namespace) -> int:
    encoder = _encoder()
    index = EmbeddedIndex(_existing(options), encoder.name)

    def search(record: Record) -> Record:
        query = text_in(record, "query")
        if len(query.encode("utf-8", "surrogatepass")) > LONGEST_QUERY:
            raise ValueError(f"query: longer than {LONGEST_QUERY} bytes")
        found = retrieval.search_documents(
            query, encoder, index, options.k, tenant=options.tenant, audience=options.audience
        )
        return {"hits": [_hit(passage) for passage in found]}

    return convert(options.source, options.target, search)


def _drop(options: argparse.Namespace) -> int:
    file = _existing(options)
    for path in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        path.unlink(missing_ok=True)
    print(json.dumps({"index": options.index, "dropped": True}))
    return 0


def _hit(passage: Passage) -> Record:
    return passage.model_dump(include={"document_id", "score", "text", "title", "url"})


def _files(given: str) -> Iterator[tuple[str, Path]]:
    """Files with the name that documents without an id take theirs from."""
    path = Path(given)
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in documents.READABLE and file.is_file():
                yield file.relative_to(path).as_posix(), file
            elif file.suffix.lower() == ".pdf":
                print(f"skipped {file}: PDF files cannot be read yet", file=sys.stderr)
    elif path.is_file():
        # Refuses a kind that is not read before anything is written.
        documents.check(path.name)
        yield path.name, path
    else:
        raise CannotRun(f"cannot read {given}: no such file or folder")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotRun(f"cannot read {file}: {error.strerror}") from error


def _encoder() -> Encoder:
    from firstcontact.adapters.onnx import OnnxEncoder

    return OnnxEncoder(folder("encoder"))


def _index_file(options: argparse.Namespace) -> Path:
    if options.backend != "embedded":
        raise CannotRun(f"the backend {options.backend} is not there yet: use --backend embedded")
    if not _NAME.fullmatch(options.index):
        raise CannotRun(f"{options.index!r} is no index name: use letters, digits, dots, dashes and underscores")
    home: Path = options.home or Path.home() / ".local" / "share" / "firstcontact"
    return home / "knowledge" / f"{options.index}.db"


def _existing(options: argparse.Namespace) -> Path:
    file = _index_file(options)
    if not file.is_file():
        raise CannotRun(f"there is no index {options.index!r}: make it with `firstcontact knowledge ingest`")
    return file


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number above 0")
    return int(text)
