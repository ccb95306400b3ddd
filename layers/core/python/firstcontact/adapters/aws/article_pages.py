"""Article pages in S3."""

from pydantic import ValidationError

from firstcontact.adapters.aws.clients import client, unavailable
from firstcontact.adapters.aws.objects import missing_as
from firstcontact.costs.ports import Metering
from firstcontact.errors import NotFound, Unavailable
from firstcontact.shop.pages import ArticlePage, page_key


class S3ArticlePages:
    """Implements ``ArticlePages``."""

    def __init__(self, bucket: str, meter: Metering) -> None:
        self._bucket, self._meter = bucket, meter

    def get(self, document_id: str) -> ArticlePage:
        with unavailable("the article could not be read"):
            with missing_as(NotFound("there is no such article", code="article_not_found")):
                body = client("s3").get_object(Bucket=self._bucket, Key=page_key(document_id))["Body"].read()
            self._meter.add("s3.get_requests", 1)
        try:
            return ArticlePage.model_validate_json(body)
        except ValidationError as error:
            raise Unavailable("the article's page cannot be read", code="article_broken") from error
