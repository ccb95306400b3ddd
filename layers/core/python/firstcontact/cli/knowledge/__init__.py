"""Knowledge indexes: fill, search, rebuild, publish or drop one, and evaluate its search."""

import argparse
import json
from datetime import datetime

from firstcontact.adapters.models.artifacts import folder
from firstcontact.cli.jsonl import Row, add_files, convert, text_in
from firstcontact.cli.knowledge import backends, evaluate, ingest, publish, reindex
from firstcontact.knowledge.readers.findings import language_of
from firstcontact.knowledge.records import Filter, Passage
from firstcontact.knowledge.search import search_documents
from firstcontact.text.ports import Encoder

MAX_QUERY_BYTES = 8192


def add(parser: argparse.ArgumentParser) -> None:
    """Add ``knowledge ingest``, ``search``, ``publish``, ``reindex``, ``drop`` and ``eval``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    ingesting = verbs.add_parser(
        "ingest", help="ingest files or folders into an index, and remove what they no longer contain"
    )
    ingest.add(ingesting)
    ingesting.set_defaults(run=lambda options: ingest.run(options, _encoder))
    search = verbs.add_parser(
        "search", help="{id?,query} → {id,hits:[{document_id,score,text,title,url,updated_at}]}"
    )
    search.add_argument("--k", type=_positive, default=5, help="how many documents (default 5)")
    add_files(search)
    search.add_argument("--tenant", default="default")
    search.add_argument("--audience", choices=("public", "agents"), default="public")
    search.add_argument("--kind", choices=("article", "ticket"))
    search.add_argument(
        "--language", type=_language, help="ISO 639; excludes documents known to be in another language"
    )
    search.add_argument("--since", type=_moment, help="only documents updated since this time (RFC 3339 or a date)")
    search.set_defaults(run=_search)
    again = verbs.add_parser("reindex", help="rebuild an index in OpenSearch while it is searched and written")
    reindex.add(again)
    again.set_defaults(run=lambda options: reindex.run(options, _encoder))
    publishing = verbs.add_parser("publish", help="upload files or folders to a suite's knowledge")
    publish.add(publishing)
    publishing.set_defaults(run=publish.run)
    drop = verbs.add_parser("drop", help="delete an index")
    drop.set_defaults(run=_drop)
    judge = verbs.add_parser("eval", help="nDCG, recall and MRR, compared with search by words or by meaning only")
    evaluate.add(judge)
    judge.set_defaults(run=lambda options: evaluate.run(options, _encoder))
    for verb in (ingesting, search, again, drop):
        backends.add(verb)


def _language(given: str) -> str:
    """The ISO 639 language of a tag such as ``de-AT``."""
    if not (language := language_of(given)):
        raise argparse.ArgumentTypeError(f"{given!r} is not a language (write an ISO 639 code, such as de)")
    return language


def _search(options: argparse.Namespace) -> int:
    encoder = _encoder()
    index = backends.chosen(options).index(encoder)
    where = Filter(
        tenant=options.tenant,
        audience=options.audience,
        kind=options.kind,
        language=options.language or "",
        since=options.since,
    )

    def search(record: Row) -> Row:
        query = text_in(record, "query")
        if len(query.encode("utf-8", "surrogatepass")) > MAX_QUERY_BYTES:
            raise ValueError(f"query: longer than {MAX_QUERY_BYTES} bytes")
        found = search_documents(query, encoder, index, options.k, where=where)
        return {"hits": [_hit(passage) for passage in found]}

    return convert(options.source, options.target, search)


def _drop(options: argparse.Namespace) -> int:
    backends.chosen(options).drop()
    print(json.dumps({"index": options.index, "dropped": True}))
    return 0


def _hit(passage: Passage) -> Row:
    return passage.model_dump(mode="json", include={"document_id", "score", "text", "title", "url", "updated_at"})


def _encoder() -> Encoder:
    from firstcontact.adapters.models.onnx import OnnxEncoder

    return OnnxEncoder(folder("encoder"))


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number above 0")
    return int(text)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            "must be a date or a time, such as 2026-11-28 or 2026-11-28T09:30Z"
        ) from error
