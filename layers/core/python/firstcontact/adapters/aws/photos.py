"""Claim photos in S3."""

from firstcontact.adapters.aws.clients import client, unavailable
from firstcontact.adapters.aws.objects import etag_in, missing_as
from firstcontact.claims.records import Photo, PhotoLink, Upload
from firstcontact.costs.ports import Metering
from firstcontact.errors import NotFound, TooLarge

MAX_PHOTO_BYTES = 8 * 1024 * 1024
FORM_LIFETIME, LINK_LIFETIME = 900, 300  # seconds
MAX_LINKS = 20


class S3Photos:
    """Implements ``PhotoStore`` with presigned POST forms for pictures of up to 8 MiB."""

    def __init__(self, bucket: str, meter: Metering) -> None:
        self._bucket, self._meter = bucket, meter

    def upload(self, key: str) -> Upload:
        with unavailable("the upload form could not be created"):
            form = client("s3").generate_presigned_post(
                self._bucket,
                key,
                Fields={"Content-Type": "image/jpeg"},
                Conditions=[
                    ["content-length-range", 1, MAX_PHOTO_BYTES],
                    ["starts-with", "$Content-Type", "image/"],
                ],
                ExpiresIn=FORM_LIFETIME,
            )
        return Upload(url=form["url"], fields=form["fields"])

    def links(self, folder: str) -> tuple[PhotoLink, ...]:
        with unavailable("the photos could not be listed"):
            listed = client("s3").list_objects_v2(Bucket=self._bucket, Prefix=folder, MaxKeys=MAX_LINKS)
            self._meter.add("s3.put_requests", 1)  # a list request is billed like one that writes
            return tuple(self._link(found["Key"], etag_in(found)) for found in listed.get("Contents", ()))

    def _link(self, key: str, version: str) -> PhotoLink:
        # Shown as a JPEG whatever was uploaded: a browser then takes it for a picture and never for a document.
        wanted = {"Bucket": self._bucket, "Key": key, "ResponseContentType": "image/jpeg"}
        url = client("s3").generate_presigned_url("get_object", Params=wanted, ExpiresIn=LINK_LIFETIME)
        return PhotoLink(key=key, version=version, url=url)

    def read(self, key: str) -> Photo:
        with unavailable("the photo could not be read"):
            with missing_as(NotFound("there is no such photo", code="photo_not_found")):
                answer = client("s3").get_object(Bucket=self._bucket, Key=key)
            self._meter.add("s3.get_requests", 1)
            if answer["ContentLength"] > MAX_PHOTO_BYTES:
                raise TooLarge("the photo is larger than 8 MiB", code="photo_too_large")
            return Photo(bytes(answer["Body"].read()), etag_in(answer))
