"""An OpenSearch domain for knowledge: by default two small nodes in two zones."""

from aws_cdk import CfnParameter, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_opensearchservice as opensearch
from constructs import Construct

from infra.constructs.customer_key import CustomerKey
from infra.constructs.suite_function import SuiteFunction
from infra.constructs.suite_log import SuiteLog

VERSION = "OpenSearch_2.19"
_SEARCHED = ("es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost")
_WRITTEN = (*_SEARCHED, "es:ESHttpPut", "es:ESHttpDelete")
_SLOW = ("SEARCH_SLOW_LOGS", "INDEX_SLOW_LOGS")


class SearchDomain(Construct):
    """Functions reach the domain by signed requests; each shard has a replica in the other zone."""

    def __init__(self, scope: Construct, name: str, key: CustomerKey) -> None:
        super().__init__(scope, name)
        size = CfnParameter(
            Stack.of(self),
            "InstanceType",
            default="t3.small.search",
            description="The instance type of a data node. A million passages need about 2 GiB of memory on each.",
        )
        disk = CfnParameter(
            Stack.of(self),
            "VolumeGiB",
            type="Number",
            default=20,
            description="The disk size of a data node, in GiB.",
        )
        self._domain = opensearch.CfnDomain(
            self,
            "Domain",
            engine_version=VERSION,
            cluster_config=opensearch.CfnDomain.ClusterConfigProperty(
                instance_count=2,
                instance_type=size.value_as_string,
                zone_awareness_enabled=True,
                zone_awareness_config=opensearch.CfnDomain.ZoneAwarenessConfigProperty(availability_zone_count=2),
            ),
            ebs_options=opensearch.CfnDomain.EBSOptionsProperty(
                ebs_enabled=True, volume_type="gp3", volume_size=disk.value_as_number
            ),
            encryption_at_rest_options=opensearch.CfnDomain.EncryptionAtRestOptionsProperty(
                enabled=True, kms_key_id=key.key_id
            ),
            node_to_node_encryption_options=opensearch.CfnDomain.NodeToNodeEncryptionOptionsProperty(enabled=True),
            domain_endpoint_options=opensearch.CfnDomain.DomainEndpointOptionsProperty(
                enforce_https=True, tls_security_policy="Policy-Min-TLS-1-2-PFS-2023-10"
            ),
            log_publishing_options=self._slow_logs(key),
        )
        self._domain.apply_removal_policy(RemovalPolicy.RETAIN)
        self.url = f"https://{self._domain.attr_domain_endpoint}"

    def searched_by(self, function: SuiteFunction) -> None:
        """Let a function search."""
        self._reached_by(function, _SEARCHED)

    def written_by(self, function: SuiteFunction) -> None:
        """Let a function write and delete documents."""
        self._reached_by(function, _WRITTEN)

    def _reached_by(self, function: SuiteFunction, actions: tuple[str, ...]) -> None:
        function.may(*actions, on=[f"{self._domain.attr_arn}/*"])
        function.add_environment("OPENSEARCH_URL", self.url)

    def _slow_logs(self, key: CustomerKey) -> dict[str, opensearch.CfnDomain.LogPublishingOptionProperty]:
        log = SuiteLog(self, "SlowLog", key)
        logs.ResourcePolicy(
            self,
            "SlowLogPolicy",
            policy_statements=[
                iam.PolicyStatement(
                    principals=[iam.ServicePrincipal("es.amazonaws.com")],
                    actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                    resources=[log.log_group_arn],
                    conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
                )
            ],
        )
        option = opensearch.CfnDomain.LogPublishingOptionProperty(
            cloud_watch_logs_log_group_arn=log.log_group_arn, enabled=True
        )
        return dict.fromkeys(_SLOW, option)
