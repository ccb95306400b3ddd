"""The workflow that reads many files of documents at once, and checks that the index holds them."""

from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs import customer_key
from infra.constructs.bucket import Bucket
from infra.constructs.machine import arn_of, machine
from infra.constructs.suite_function import SuiteFunction

RESULTS = "bulk"  # where the map writes what each batch answered


class BulkIngestion(Construct):
    """Start it with ``{"prefix": "documents/…"}``."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        key: customer_key.CustomerKey,
        knowledge: Bucket,
        *,
        reads: SuiteFunction,
        checks: SuiteFunction,
    ) -> None:
        super().__init__(scope, name)
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com"))
        bucket = knowledge.bucket
        for actions, resources in (
            (["lambda:InvokeFunction"], [reads.function_arn, checks.function_arn]),
            (["s3:ListBucket"], [bucket.bucket_arn]),
            (["s3:PutObject"], [bucket.arn_for_objects(f"{RESULTS}/*")]),
            # A distributed map runs its batches as executions of the machine itself.
            (["states:StartExecution"], [arn_of(self, "stateMachine", name)]),
            (["states:DescribeExecution", "states:StopExecution"], [arn_of(self, "execution", name, "/*")]),
        ):
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
        key.used_by(role, "s3", customer_key.SEND)
        self.machine = machine(
            self,
            name,
            key,
            role,
            {
                "KnowledgeBucket": bucket.bucket_name,
                **{function.node.id: function.function_arn for function in (reads, checks)},
            },
        )
