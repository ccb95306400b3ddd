"""Knowledge in an OpenSearch Serverless collection: nothing to size, paid by the capacity unit."""

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_opensearchserverless as serverless
from constructs import Construct

from infra.constructs.customer_key import CustomerKey
from infra.constructs.suite_function import SuiteFunction

NAME = "first-contact"
_SEARCHED = ("aoss:DescribeIndex", "aoss:ReadDocument")
_WRITTEN = (*_SEARCHED, "aoss:CreateIndex", "aoss:UpdateIndex", "aoss:DeleteIndex", "aoss:WriteDocument")


class SearchCollection(Construct):
    """Functions reach it by signed requests, each by a data policy of its own."""

    def __init__(self, scope: Construct, name: str, key: CustomerKey) -> None:
        super().__init__(scope, name)
        resource = f"collection/{NAME}"
        encryption = self._policy(
            "encryption",
            {"Rules": [{"ResourceType": "collection", "Resource": [resource]}], "KmsARN": key.key_arn},
        )
        # Its address is public as a domain's is; who may ask is for the signatures and the data policies to say.
        network = self._policy(
            "network",
            [{"Rules": [{"ResourceType": "collection", "Resource": [resource]}], "AllowFromPublic": True}],
        )
        self._collection = serverless.CfnCollection(
            self, "Collection", name=NAME, type="VECTORSEARCH", description="First Contact: knowledge"
        )
        self._collection.add_resource_dependency(encryption)
        self._collection.add_resource_dependency(network)
        self._collection.apply_removal_policy(RemovalPolicy.RETAIN)
        self.url = self._collection.attr_collection_endpoint

    def searched_by(self, function: SuiteFunction) -> None:
        """Let a function search."""
        self._reached_by(function, _SEARCHED)

    def written_by(self, function: SuiteFunction) -> None:
        """Let a function put documents in and take them out."""
        self._reached_by(function, _WRITTEN)

    def _reached_by(self, function: SuiteFunction, permissions: tuple[str, ...]) -> None:
        function.may("aoss:APIAccessAll", on=[self._collection.attr_arn])
        rule = {"ResourceType": "index", "Resource": [f"index/{NAME}/*"], "Permission": [*permissions]}
        role = function.role.role_arn if function.role else ""
        serverless.CfnAccessPolicy(
            function,
            "SearchData",
            name=f"{NAME}-{function.folder.replace('_', '-')}",
            type="data",
            policy=function.stack.to_json_string([{"Rules": [rule], "Principal": [role]}]),
        )
        function.add_environment("OPENSEARCH_URL", self.url)

    def _policy(self, kind: str, policy: object) -> serverless.CfnSecurityPolicy:
        text = Stack.of(self).to_json_string(policy)
        return serverless.CfnSecurityPolicy(self, kind.title(), name=NAME, type=kind, policy=text)
