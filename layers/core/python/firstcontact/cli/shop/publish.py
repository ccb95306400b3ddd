"""``shop publish`` and ``shop undo``: a folder to a running suite, checked, versioned, with one switch."""

import argparse
import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from firstcontact.cli import local_suite
from firstcontact.cli.errors import CannotRun
from firstcontact.cli.progress_bar import progress
from firstcontact.cli.shop.bucket import ShopBucket
from firstcontact.cli.shop.known import known
from firstcontact.cli.shop.secrets import require_secrets
from firstcontact.cli.shop.store import store_version
from firstcontact.shop.shop import Shop

STAGE = "shop"  # the folder of a suite's documents that a shop's articles and tickets lie in


def add(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add ``publish`` and ``undo``."""
    publish = verbs.add_parser("publish", help="publish a folder to a running suite; functions use it within 30 s")
    publish.add_argument("directory", type=Path, metavar="DIR")
    publish.add_argument("--bucket", help="the knowledge bucket, if not the local suite's")
    publish.add_argument("--without-articles", action="store_true", help="do not publish articles and tickets")
    publish.set_defaults(run=run)
    undo = verbs.add_parser(
        "undo", help="restore the previously published version of policy, replies, router and gate"
    )
    undo.add_argument("--bucket", help="the knowledge bucket, if not the local suite's")
    undo.set_defaults(run=run_undo)


def run(options: argparse.Namespace) -> int:
    """Check the folder, store what it makes, and switch to it; a fault or a missing secret changes nothing."""
    from firstcontact.shop import folder

    shop = folder.read(options.directory, known())
    if shop.connectors.secrets:
        require_secrets(shop, local_suite.client(options.bucket, "secretsmanager"))
    bucket = ShopBucket.of_suite(options.bucket)
    published = store_version(shop, options.directory, bucket, progress())
    failed = 0 if options.without_articles else _publish_documents(shop, options)
    bucket.switch(published)
    print(json.dumps({"bucket": bucket.name, "shop": shop.profile.name, "version": published.version}))
    return failed


def run_undo(options: argparse.Namespace) -> int:
    """Switch to the version before. Articles stay: they are published from their folder."""
    bucket = ShopBucket.of_suite(options.bucket)
    earlier = bucket.earlier()
    if earlier is None:
        raise CannotRun("there is no earlier version to restore")
    bucket.switch(earlier)
    print(json.dumps({"bucket": bucket.name, "shop": earlier.profile.name, "version": earlier.version}))
    print("articles and tickets are unchanged: publish their folder to restore earlier ones", file=sys.stderr)
    return 0


def _publish_documents(shop: Shop, options: argparse.Namespace) -> int:
    """Articles as they are, solved tickets as documents; what the folder no longer has goes."""
    from firstcontact.cli.knowledge import publish
    from firstcontact.shop.documents import ticket_document

    with TemporaryDirectory() as scratch:
        stage = Path(scratch) / STAGE
        stage.mkdir()
        if (options.directory / "articles").is_dir():
            shutil.copytree(options.directory / "articles", stage / "articles")
        if shop.tickets:
            lines = (ticket_document(ticket).model_dump_json(exclude_defaults=True) for ticket in shop.tickets)
            (stage / "tickets.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        progress().say(f"articles: {len(shop.articles)}, tickets: {len(shop.tickets)}")
        wanted = argparse.Namespace(paths=[scratch], audience=None, bucket=options.bucket, delete=True)
        return publish.run(wanted)
