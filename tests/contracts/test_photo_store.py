"""Port PhotoStore: a photo is read by its key, and links lead to the photos of one claim alone."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import uuid4

import pytest
from firstcontact.adapters.aws.clients import client
from firstcontact.adapters.aws.photos import S3Photos
from firstcontact.claims.photos import photo_folder, photo_keys
from firstcontact.claims.ports import PhotoStore
from firstcontact.errors import NotFound
from firstcontact.record import new_id
from firstcontact.telemetry import Meter

from tests.fakes.systems import FakePhotos

JPEG = b"\xff\xd8\xff\xe0 not much of a picture"


class Album(NamedTuple):
    """A store of photos, and how a customer puts one there."""

    photos: PhotoStore
    put: Callable[[str, bytes], object]


@pytest.fixture
def album(adapter: str) -> Album:
    """A store without photos."""
    if adapter == "memory":
        fake = FakePhotos()
        return Album(fake, fake.objects.__setitem__)
    bucket = f"photos-{uuid4().hex}"
    client("s3").create_bucket(Bucket=bucket)
    return Album(
        S3Photos(bucket, Meter()), lambda key, data: client("s3").put_object(Bucket=bucket, Key=key, Body=data)
    )


def test_a_photo_is_read_by_its_key(album: Album) -> None:
    key = photo_keys("case_1", "clm_1", 1)[0]
    album.put(key, JPEG)
    assert album.photos.read(key).data == JPEG


def test_another_upload_to_the_same_key_is_another_version(album: Album) -> None:
    key = photo_keys("case_1", "clm_1", 1)[0]
    versions = []
    for data in (JPEG, JPEG + b"another"):
        album.put(key, data)
        versions.append(album.photos.read(key).version)
        assert album.photos.links(photo_folder("case_1", "clm_1"))[0].version == versions[-1]
    assert versions[0] != versions[1]


def test_a_photo_that_was_not_uploaded_is_not_found(album: Album) -> None:
    with pytest.raises(NotFound) as refusal:
        album.photos.read("claims/case_1/clm_1/1")
    assert refusal.value.code == "photo_not_found"


def test_an_upload_form_is_for_its_key(album: Album) -> None:
    assert album.photos.upload("claims/case_1/clm_1/1").fields["key"] == "claims/case_1/clm_1/1"


def test_links_lead_to_every_photo_that_was_uploaded_and_to_no_other(album: Album) -> None:
    case_id, claim_id = new_id("case"), new_id("clm")
    keys = photo_keys(case_id, claim_id, 3)
    others = (*photo_keys(case_id, new_id("clm"), 1), f"claims/{case_id}/{claim_id}x/1", f"claims/{case_id}/other")
    for key in (keys[2], keys[0], *others):
        album.put(key, JPEG)
    links = album.photos.links(photo_folder(case_id, claim_id))
    assert [link.key for link in links] == [keys[0], keys[2]]
    assert all(link.key in link.url for link in links)


def test_a_claim_without_photos_has_no_links(album: Album) -> None:
    assert album.photos.links(photo_folder(new_id("case"), new_id("clm"))) == ()
