"""``shop publish`` and ``shop undo``: a folder to a running suite, checked, versioned, with one switch."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from firstcontact.cli import local_suite
from firstcontact.cli.errors import CannotRun
from firstcontact.cli.progress_bar import progress
from firstcontact.cli.shop import documents
from firstcontact.cli.shop.bucket import ShopBucket
from firstcontact.cli.shop.known import known
from firstcontact.cli.shop.secrets import require_secrets
from firstcontact.cli.shop.store import store_version
from firstcontact.shop.published import PublishedShop


def add(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add ``publish`` and ``undo``."""
    publish = verbs.add_parser("publish", help="publish a folder to a running suite; functions use it within 30 s")
    publish.add_argument("directory", type=Path, metavar="DIR")
    publish.add_argument("--bucket", help="the knowledge bucket, if not the local suite's")
    publish.add_argument("--without-articles", action="store_true", help="keep the published articles and tickets")
    publish.set_defaults(run=run)
    undo = verbs.add_parser("undo", help="restore the version published before, with its articles and tickets")
    undo.add_argument("--bucket", help="the knowledge bucket, if not the local suite's")
    undo.set_defaults(run=run_undo)


def run(options: argparse.Namespace) -> int:
    """Check the folder, store what it makes, and switch to it; a fault or a missing secret changes nothing."""
    from firstcontact.shop import folder

    shop = folder.read(options.directory, known())
    if shop.connectors.secrets:
        require_secrets(shop, local_suite.client(options.bucket, "secretsmanager"))
    bucket, tell = ShopBucket.of_suite(options.bucket), progress()
    kept = wanted = documents.key_of(bucket.current())
    if not options.without_articles:
        tell.say(f"articles: {len(shop.articles)}, tickets: {len(shop.tickets)}")
        wanted = documents.store(shop, options.directory, bucket, local_suite.console(options.bucket))
    published = store_version(shop, options.directory, bucket, tell, documents=wanted)
    if wanted and not options.without_articles:
        documents.replace(bucket, wanted, kept)
    _switch(bucket, published)
    return 0


def run_undo(options: argparse.Namespace) -> int:
    """Publish the articles and tickets of the version before again, if they differ, then switch to it."""
    bucket = ShopBucket.of_suite(options.bucket)
    earlier = bucket.earlier()
    if earlier is None:
        raise CannotRun("there is no earlier version to restore")
    wanted, kept = documents.key_of(earlier), documents.key_of(bucket.current())
    if wanted and wanted != kept:
        documents.replace(bucket, wanted, kept)
    _switch(bucket, earlier)
    if not wanted:
        print("its articles and tickets were not kept, so they are unchanged: publish their folder", file=sys.stderr)
    return 0


def _switch(bucket: ShopBucket, shop: PublishedShop) -> None:
    bucket.switch(shop)
    print(json.dumps({"bucket": bucket.name, "shop": shop.profile.name, "version": shop.version}))
