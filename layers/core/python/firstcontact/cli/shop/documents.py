"""A version's articles and tickets: kept as one archive, and published from it file by file."""

import io
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from firstcontact.cli.errors import CannotRun
from firstcontact.cli.knowledge import publish
from firstcontact.cli.knowledge.ingest import files_of
from firstcontact.cli.shop.articles import article_pages, linked
from firstcontact.cli.shop.bucket import ShopBucket, archive_key
from firstcontact.knowledge.files import DOCUMENTS
from firstcontact.knowledge.records import Document
from firstcontact.knowledge.sync import MAX_DOCUMENTS_PER_FILE
from firstcontact.shop.documents import ticket_document
from firstcontact.shop.pages import has_page
from firstcontact.shop.published import PublishedShop
from firstcontact.shop.shop import Shop

FOLDER = f"{DOCUMENTS}shop/"  # where a shop's articles and tickets lie in the knowledge bucket
ARTIFACT = "documents"  # the name under which a version has the key of its archive
FAILED = "not all articles and tickets were published"


def key_of(shop: PublishedShop | None) -> str | None:
    """The key of a version's archive; None if there is no version, or if its documents were not kept."""
    return shop.artifacts.get(ARTIFACT) if shop else None


def store(shop: Shop, directory: Path, bucket: ShopBucket, console: str | None) -> str:
    """Keep a folder's documents as an archive, without publishing them; returns its key."""
    content = pack(shop, directory, console)
    key = archive_key(content)
    bucket.put(key, content)
    return key


def pack(shop: Shop, directory: Path, console: str | None) -> bytes:
    """An archive of objects by their keys: article files as they are, tickets as documents.

    If the suite has a ``console``, it also has the pages that this serves, and the articles link to them. The same
    folder always gives the same bytes.
    """
    articles = directory / "articles"
    files = files_of(str(articles)) if articles.is_dir() else ()
    contents = {f"{FOLDER}articles/{file.name}": Path(file.source).read_bytes() for file in files}
    if console:
        for name in {article.file for article in shop.articles if has_page(article.document)}:
            found = (linked(article.document, console) for article in shop.articles if article.file == name)
            contents[f"{FOLDER}{name}.jsonl"] = _lines(found)
            del contents[f"{FOLDER}{name}"]
        contents |= article_pages(shop)
    for start in range(0, len(shop.tickets), MAX_DOCUMENTS_PER_FILE):
        tickets = shop.tickets[start : start + MAX_DOCUMENTS_PER_FILE]
        name = f"tickets-{start}.jsonl" if start else "tickets.jsonl"
        contents[f"{FOLDER}{name}"] = _lines(map(ticket_document, tickets))
    packed = io.BytesIO()
    with ZipFile(packed, "w") as target:
        for key, content in sorted(contents.items()):
            target.writestr(ZipInfo(key), content, ZIP_DEFLATED)
    return packed.getvalue()


def replace(bucket: ShopBucket, wanted: str, current: str | None) -> None:
    """Publish the documents of an archive instead of those of ``current``; both are keys in the bucket.

    Documents are read one by one, so this is not one step. If some could not be published, those of ``current`` are
    published again, and ``CannotRun`` says so.
    """
    try:
        failure = "" if _publish(bucket, wanted) else FAILED
    except (CannotRun, KeyboardInterrupt) as error:
        failure = f"{FAILED}: {str(error) or 'interrupted'}"
    if failure:
        raise CannotRun(f"{failure} ({_restore(bucket, current)})")


def _restore(bucket: ShopBucket, current: str | None) -> str:
    """What became of the documents that were published before."""
    try:
        if current and _publish(bucket, current):
            return "the shop that was published before is unchanged"
    except CannotRun:
        pass
    return "the documents of the shop that was published before are not complete: publish again"


def _publish(bucket: ShopBucket, key: str) -> bool:
    """Publish the documents and pages of an archive, and delete the shop's other documents. Whether all were read."""
    with TemporaryDirectory() as scratch:
        documents = Path(scratch) / DOCUMENTS
        documents.mkdir()
        try:
            ZipFile(io.BytesIO(bucket.get(key))).extractall(scratch)
        except BadZipFile as error:
            raise CannotRun(f"{key} is not an archive of articles and tickets") from error
        files = publish.by_key(files_of(str(documents)))
        if publish.send(bucket.name, bucket.client, files, folders={FOLDER}):
            return False
        for page in sorted(path for path in Path(scratch).rglob("*") if path.is_file()):
            if not page.is_relative_to(documents):
                bucket.put(page.relative_to(scratch).as_posix(), page.read_bytes())
        return True


def _lines(documents: Iterable[Document]) -> bytes:
    lines = (document.model_dump_json(exclude_unset=True, exclude={"source"}) for document in documents)
    return "".join(f"{line}\n" for line in lines).encode()
