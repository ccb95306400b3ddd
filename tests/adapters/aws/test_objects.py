"""Photos and the published index in S3.

The emulator checks a form's signature, key, type, size and expiry as S3 does, on plain HTTP; that the bucket's key
encrypts what is posted shows on AWS alone.
"""

import base64
import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

import httpx
import pytest
from firstcontact.adapters.aws import photos
from firstcontact.adapters.aws.article_pages import S3ArticlePages
from firstcontact.adapters.aws.clients import client
from firstcontact.adapters.aws.objects import INDEX_KEY, fetch
from firstcontact.adapters.aws.photos import MAX_PHOTO_BYTES, S3Photos
from firstcontact.claims.records import Upload
from firstcontact.errors import NotFound, TooLarge, Unavailable
from firstcontact.shop.pages import ArticlePage, page_key
from firstcontact.telemetry import Meter

from tests.adapters.aws.wire import Wire, failed, hang_up, said
from tests.contracts.racing import race

KEY = "claims/case_1/clm_1/1"
JPEG = b"\xff\xd8\xff\xe0 not much of a picture"


def test_a_form_posts_one_picture_to_its_key(bucket: str, meter: Meter) -> None:
    photos = S3Photos(bucket, meter)
    assert _post(photos.upload(KEY)).status_code == 204
    assert photos.read(KEY).data == JPEG


def test_a_form_posts_a_picture_of_another_kind(bucket: str, meter: Meter) -> None:
    photos = S3Photos(bucket, meter)
    assert _post(photos.upload(KEY), changes={"Content-Type": "image/png"}).status_code == 204
    assert client("s3").head_object(Bucket=bucket, Key=KEY)["ContentType"] == "image/png"


def test_a_link_shows_its_photo_as_a_picture_and_nothing_else(bucket: str, meter: Meter) -> None:
    photos = S3Photos(bucket, meter)
    _post(photos.upload(KEY), changes={"Content-Type": "image/svg+xml"})
    (link,) = photos.links("claims/case_1/clm_1/")
    shown = httpx.get(link.url)
    assert (shown.content, shown.headers["Content-Type"]) == (JPEG, "image/jpeg")
    assert httpx.get(link.url.replace("/clm_1/1", "/clm_1/2")).status_code == 403


def test_a_link_works_for_five_minutes(bucket: str, meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    client("s3").put_object(Bucket=bucket, Key=KEY, Body=JPEG)
    assert "X-Amz-Expires=300&" in S3Photos(bucket, meter).links("claims/")[0].url
    monkeypatch.setattr(photos, "LINK_LIFETIME", 1)
    (link,) = S3Photos(bucket, meter).links("claims/")
    time.sleep(2.1)
    assert httpx.get(link.url).status_code == 403


@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", "imagex/jpeg", ""])
def test_a_form_posts_nothing_but_pictures(bucket: str, meter: Meter, kind: str) -> None:
    photos = S3Photos(bucket, meter)
    assert _post(photos.upload(KEY), changes={"Content-Type": kind}).status_code == 403
    _is_missing(photos)


@pytest.mark.parametrize("size", [0, MAX_PHOTO_BYTES + 1])
def test_a_form_posts_nothing_empty_or_too_large(bucket: str, meter: Meter, size: int) -> None:
    photos = S3Photos(bucket, meter)
    assert _post(photos.upload(KEY), b"x" * size).status_code == 400
    _is_missing(photos)


def test_the_largest_picture_is_taken_and_read(bucket: str, meter: Meter) -> None:
    photos = S3Photos(bucket, meter)
    assert _post(photos.upload(KEY), b"x" * MAX_PHOTO_BYTES).status_code == 204
    assert len(photos.read(KEY).data) == MAX_PHOTO_BYTES


@pytest.mark.parametrize(
    "change", [{"key": "claims/case_1/clm_2/1"}, {"x-amz-signature": "0" * 64}, {"acl": "public"}]
)
def test_a_form_that_was_changed_posts_nothing(bucket: str, meter: Meter, change: dict[str, str]) -> None:
    assert _post(S3Photos(bucket, meter).upload(KEY), changes=change).status_code == 403
    assert "Contents" not in client("s3").list_objects_v2(Bucket=bucket)


def test_a_form_is_good_for_a_quarter_of_an_hour(bucket: str, meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = json.loads(base64.b64decode(S3Photos(bucket, meter).upload(KEY).fields["policy"]))
    left = time.mktime(time.strptime(policy["expiration"], "%Y-%m-%dT%H:%M:%SZ")) - time.mktime(time.gmtime())
    assert 890 < left <= 901
    monkeypatch.setattr(photos, "FORM_LIFETIME", -1)
    assert _post(S3Photos(bucket, meter).upload(KEY)).status_code == 403


def test_a_form_is_signed_as_encrypted_buckets_demand(bucket: str, meter: Meter) -> None:
    """A bucket with a key of its own refuses signatures of the older kind."""
    fields = S3Photos(bucket, meter).upload(KEY).fields
    assert fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    assert "AWSAccessKeyId" not in fields


@pytest.mark.usefixtures("aws")
def test_a_form_goes_to_the_buckets_own_region(meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new bucket elsewhere redirects what comes through the old global address, and forms do not survive that."""
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    client.cache_clear()
    try:
        assert S3Photos("uploads", meter).upload(KEY).url == "https://uploads.s3.eu-central-1.amazonaws.com/"
    finally:
        client.cache_clear()


def test_a_photo_nobody_posted_is_not_found(bucket: str, meter: Meter) -> None:
    _is_missing(S3Photos(bucket, meter))


def test_an_object_that_came_another_way_and_is_too_large_is_not_read(bucket: str, meter: Meter) -> None:
    client("s3").put_object(Bucket=bucket, Key=KEY, Body=b"x" * (MAX_PHOTO_BYTES + 1))
    with pytest.raises(TooLarge):
        S3Photos(bucket, meter).read(KEY)


def test_the_index_is_fetched_once_until_it_changes(bucket: str, meter: Meter, tmp_path: Path) -> None:
    _publish(bucket, b"first")
    first = fetch(bucket, INDEX_KEY, tmp_path, meter)
    assert first.read_bytes() == b"first"
    assert _requests(meter) == 2
    assert fetch(bucket, INDEX_KEY, tmp_path, meter) == first
    assert _requests(meter) == 1
    _publish(bucket, b"second")
    second = fetch(bucket, INDEX_KEY, tmp_path, meter)
    assert second.read_bytes() == b"second"
    assert _requests(meter) == 2


def test_an_index_that_was_replaced_makes_room(bucket: str, meter: Meter, tmp_path: Path) -> None:
    for content in (b"first", b"second", b"third"):
        _publish(bucket, content)
        latest = fetch(bucket, INDEX_KEY, tmp_path, meter)
    assert list(tmp_path.iterdir()) == [latest]


def test_an_index_replaced_while_it_is_fetched_is_not_taken_for_the_other(
    bucket: str, meter: Meter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(bucket, b"first")
    looked = client("s3").head_object(Bucket=bucket, Key=INDEX_KEY)
    _publish(bucket, b"second")
    monkeypatch.setattr(client("s3"), "head_object", lambda **_: looked)
    with pytest.raises(Unavailable):
        fetch(bucket, INDEX_KEY, tmp_path, meter)
    assert list(tmp_path.iterdir()) == []


def test_threads_that_fetch_at_once_get_the_same_whole_index(bucket: str, meter: Meter, tmp_path: Path) -> None:
    _publish(bucket, b"x" * 3_000_000)
    paths = race([partial(fetch, bucket, INDEX_KEY, tmp_path, meter) for _ in range(4)])
    assert all(isinstance(path, Path) and path.stat().st_size == 3_000_000 for path in paths)
    assert len(list(tmp_path.iterdir())) == 1


def test_an_index_nobody_published_is_not_found(bucket: str, meter: Meter, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        fetch(bucket, INDEX_KEY, tmp_path, meter)


def test_an_article_s_page_is_read_as_it_was_published(bucket: str, meter: Meter) -> None:
    page = ArticlePage(title="Returns", html="<p>30 days.</p>", language="en")
    client("s3").put_object(Bucket=bucket, Key=page_key("a/b"), Body=page.model_dump_json().encode())
    client("s3").put_object(Bucket=bucket, Key=page_key("broken"), Body=b"{}")
    pages = S3ArticlePages(bucket, meter)
    assert pages.get("a/b") == page
    assert _requests(meter) == 1
    with pytest.raises(NotFound):
        pages.get("never-written")
    with pytest.raises(Unavailable):
        pages.get("broken")


CALLS: dict[str, Callable[[Meter, Path], object]] = {
    "photo": lambda meter, folder: S3Photos("uploads", meter).read(KEY),
    "article": lambda meter, folder: S3ArticlePages("knowledge", meter).get("returns"),
    "index": lambda meter, folder: fetch("knowledge", INDEX_KEY, folder, meter),
}
FAULTS = {
    "failing": said(b"<Error><Code>InternalError</Code><Message>ada@example.com</Message></Error>", status=500),
    "slow down": said(b"<Error><Code>SlowDown</Code><Message>ada@example.com</Message></Error>", status=503),
    "denied": failed("AccessDenied", status=403),
    "gone": hang_up,
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_failing_storage_is_unavailable_and_shows_no_data(
    wire: Wire, meter: Meter, tmp_path: Path, call: str, fault: str
) -> None:
    wire.answers_with(FAULTS[fault])
    with pytest.raises(Unavailable) as failure:
        CALLS[call](meter, tmp_path)
    assert "ada" not in failure.value.detail


@pytest.mark.parametrize("call", CALLS)
def test_an_object_that_breaks_off_is_unavailable_and_leaves_nothing(
    wire: Wire, meter: Meter, tmp_path: Path, call: str
) -> None:
    wire.answers_with(said(b"x" * 100, length=5000, headers={"ETag": '"abc"'}))
    with pytest.raises(Unavailable):
        CALLS[call](meter, tmp_path)
    assert list(tmp_path.iterdir()) == []


def _post(form: Upload, data: bytes = JPEG, changes: Mapping[str, str] = MappingProxyType({})) -> httpx.Response:
    return httpx.post(form.url, data={**form.fields, **changes}, files={"file": ("photo.jpg", data)})


def _is_missing(photos: S3Photos) -> None:
    with pytest.raises(NotFound) as refusal:
        photos.read(KEY)
    assert refusal.value.code == "photo_not_found"


def _publish(bucket: str, content: bytes) -> None:
    client("s3").put_object(Bucket=bucket, Key=INDEX_KEY, Body=content)


def _requests(meter: Meter) -> int:
    return sum(int(used.amount) for used in meter.drain() if used.item == "s3.get_requests")
