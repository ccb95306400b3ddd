"""The workflow that ingests many document files and then checks that the index contains them."""

from collections.abc import Sequence

from constructs import Construct

from infra.constructs import customer_key
from infra.constructs.bucket import Bucket
from infra.constructs.machine import arn_of, machine
from infra.constructs.suite_function import SuiteFunction
from infra.workflows.bulk import RESULTS

# Step Functions writes the results as multipart uploads and reads them back.
_EXPORTED = ("s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload")


class BulkIngestion(Construct):
    """The bulk ingestion workflow; start it with ``{"prefix": "documents/…"}``."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        key: customer_key.CustomerKey,
        knowledge: Bucket,
        functions: Sequence[SuiteFunction],
    ) -> None:
        super().__init__(scope, name)
        bucket = knowledge.bucket
        self.machine = machine(
            self,
            name,
            key,
            functions=functions,
            values={"KnowledgeBucket": bucket.bucket_name},
            allowed=[
                (["s3:ListBucket"], [bucket.bucket_arn]),
                (_EXPORTED, [bucket.arn_for_objects(f"{RESULTS}/*")]),
                # A distributed map runs its batches as executions of the same state machine.
                (["states:StartExecution"], [arn_of(self, "stateMachine", name)]),
                (["states:DescribeExecution", "states:StopExecution"], [arn_of(self, "execution", name, "/*")]),
            ],
        )
        key.used_by(self.machine, "s3", customer_key.SEND)
