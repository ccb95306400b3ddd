"""OpenSearch, as a domain or serverless, for knowledge that exceeds the embedded index; not on a laptop."""

from typing import Literal

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra.constructs.customer_key import CustomerKey
from infra.constructs.search_collection import SearchCollection
from infra.constructs.search_domain import SearchDomain

Kind = Literal["managed", "serverless"]
SearchIndex = SearchDomain | SearchCollection
KINDS: dict[Kind, type[SearchIndex]] = {
    "managed": SearchDomain,
    "serverless": SearchCollection,
}


class Search(Stack):
    """The OpenSearch index, and how functions reach it."""

    def __init__(self, scope: Construct, name: str, key: CustomerKey, kind: Kind) -> None:
        super().__init__(scope, name, description="First Contact: the knowledge index", termination_protection=True)
        self.index = KINDS[kind](self, "Index", key)
        CfnOutput(self, "OpenSearchUrl", value=self.index.url)
