"""An OpenSearch Serverless collection for knowledge: no sizing, billed by capacity units."""

from collections.abc import Mapping, Sequence

from aws_cdk import CfnCondition, CfnParameter, Fn, RemovalPolicy, Stack
from aws_cdk import aws_opensearchserverless as serverless
from constructs import Construct

from infra.constructs.customer_key import CustomerKey
from infra.constructs.suite_function import SuiteFunction

NAME = "first-contact"
_RESOURCES = {"collection": f"collection/{NAME}", "index": f"index/{NAME}/*"}
# The collection-level rights are for aliases: one names the current index, others say whether it accepts writes.
_SEARCHED = {
    "collection": ("aoss:DescribeCollectionItems",),
    "index": ("aoss:DescribeIndex", "aoss:ReadDocument"),
}
_WRITTEN = {
    "collection": (
        *_SEARCHED["collection"],
        "aoss:CreateCollectionItems",
        "aoss:UpdateCollectionItems",
        "aoss:DeleteCollectionItems",
    ),
    "index": (
        *_SEARCHED["index"],
        "aoss:CreateIndex",
        "aoss:UpdateIndex",
        "aoss:DeleteIndex",
        "aoss:WriteDocument",
    ),
}
Rights = Mapping[str, Sequence[str]]


class SearchCollection(Construct):
    """Functions and a named operator reach the collection by signed requests, each allowed by a data policy."""

    def __init__(self, scope: Construct, name: str, key: CustomerKey) -> None:
        super().__init__(scope, name)
        rules = [{"ResourceType": "collection", "Resource": [_RESOURCES["collection"]]}]
        encryption = self._policy("encryption", {"Rules": rules, "KmsARN": key.key_arn})
        # The address is public, like a domain's; signatures and data policies control access.
        network = self._policy("network", [{"Rules": rules, "AllowFromPublic": True}])
        self._collection = serverless.CfnCollection(
            self, "Collection", name=NAME, type="VECTORSEARCH", description="First Contact: knowledge"
        )
        self._collection.add_resource_dependency(encryption)
        self._collection.add_resource_dependency(network)
        self._collection.apply_removal_policy(RemovalPolicy.RETAIN)
        self.url = self._collection.attr_collection_endpoint
        self._grant_operator()

    def searched_by(self, function: SuiteFunction) -> None:
        """Let a function search."""
        self._reached_by(function, _SEARCHED)

    def written_by(self, function: SuiteFunction) -> None:
        """Let a function write and delete documents."""
        self._reached_by(function, _WRITTEN)

    def _grant_operator(self) -> None:
        """Let the operator who runs the command write, too; in a collection, administrator rights are not enough."""
        operator = CfnParameter(
            Stack.of(self),
            "OperatorArn",
            default="",
            allowed_pattern=r"(arn:[a-z-]+:iam::\d{12}:(role|user)/.+)?",
            description="The role or user that may manage the index with the command firstcontact; none if empty.",
        ).value_as_string
        named = CfnCondition(self, "Operated", expression=Fn.condition_not(Fn.condition_equals(operator, "")))
        policy = _data_policy(self, "OperatorData", "operator", _WRITTEN, operator)
        policy.cfn_options.condition = named

    def _reached_by(self, function: SuiteFunction, rights: Rights) -> None:
        function.may("aoss:APIAccessAll", on=[self._collection.attr_arn])
        role = function.role.role_arn if function.role else ""
        _data_policy(function, "SearchData", function.folder.replace("_", "-"), rights, role)
        function.add_environment("OPENSEARCH_URL", self.url)

    def _policy(self, kind: str, policy: object) -> serverless.CfnSecurityPolicy:
        text = Stack.of(self).to_json_string(policy)
        return serverless.CfnSecurityPolicy(self, kind.title(), name=NAME, type=kind, policy=text)


def _data_policy(
    scope: Construct, construct: str, name: str, rights: Rights, principal: str
) -> serverless.CfnAccessPolicy:
    rules = [
        {"ResourceType": kind, "Resource": [_RESOURCES[kind]], "Permission": [*permissions]}
        for kind, permissions in rights.items()
    ]
    return serverless.CfnAccessPolicy(
        scope,
        construct,
        name=f"{NAME}-{name}",
        type="data",
        policy=Stack.of(scope).to_json_string([{"Rules": rules, "Principal": [principal]}]),
    )
