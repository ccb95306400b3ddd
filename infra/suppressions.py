"""The cdk-nag findings that we accept, each with the reason.

The check fails on a finding that is not listed, and on an entry without a finding.
"""

from typing import NamedTuple

from firstcontact.adapters.aws.intake import INTAKE
from firstcontact.claims.photos import CLAIM_PHOTOS


class Suppression(NamedTuple):
    """Accepts findings of one rule on constructs with matching paths, for a reason."""

    rule: str
    paths: str
    reason: str


_WILD = "AwsSolutions-IAM5[Resource::"
_SUITE = "FirstContactSuite"
_SEARCH = "FirstContactSearch"

SUPPRESSIONS = (
    Suppression(
        f"{_WILD}*]",
        f"{_SUITE}/*/*Role/DefaultPolicy/Resource",
        "Two actions of X-Ray, two of Rekognition and ListStreams support no resources; none of them reads records.",
    ),
    Suppression(
        f"{_WILD}*]",
        f"{_SUITE}/*/Role/DefaultPolicy/Resource",
        "Step Functions sets up log delivery and traces with actions that do not support resources.",
    ),
    Suppression(
        f"{_WILD}*@connections/*]",
        f"{_SUITE}/*",
        "A connection's id is created when it opens; the grant is limited to the API, the stage and one method.",
    ),
    Suppression(
        f"{_WILD}*:execution:*]",
        f"{_SUITE}/Functions/*Role/*",
        "An execution is named after its case; the grants are limited to one workflow and to reading.",
    ),
    Suppression(
        f"{_WILD}*UploadsBucket*/{CLAIM_PHOTOS}*]",
        f"{_SUITE}/*",
        "A photo's key contains ids created at run time; the grant is limited to the prefix of claims.",
    ),
    Suppression(
        f"{_WILD}*UploadsBucket*/{INTAKE}*]",
        f"{_SUITE}/*",
        "An event's key is the hash of its body; the grant is limited to the prefix of events.",
    ),
    Suppression(
        f"{_WILD}*KnowledgeBucket*/*]",
        f"{_SUITE}/*",
        "The keys of documents, index and reports vary; grants to write are limited to a prefix.",
    ),
    Suppression(
        f"{_WILD}*:bedrock:*::foundation-model/*]",
        f"{_SUITE}/*",
        "A profile chooses region and model; a condition limits the grant to calls through our profile.",
    ),
    Suppression(
        "AwsSolutions-IAM4[*AmazonAPIGatewayPushToCloudWatchLogs]",
        f"{_SUITE}/ApiLogging/Role/Resource",
        "This is API Gateway's account-wide role, whose policy AWS maintains.",
    ),
    Suppression(
        "AwsSolutions-APIG3",
        f"{_SUITE}/Rest/*",
        "The web firewall and its association are in FirstContactEdge.",
    ),
    Suppression(
        "AwsSolutions-APIG4",
        f"{_SUITE}/Sockets/Api/*-Route/Resource",
        "A connection is authorised once, at $connect; the other routes exist only on authorised connections.",
    ),
    Suppression(
        "AwsSolutions-APIG4",
        f"{_SUITE}/Rest/*",
        "Open routes: the page, the API description, health, and the webhook, which checks a signature instead.",
    ),
    Suppression(
        "AwsSolutions-COG4",
        f"{_SUITE}/Rest/*",
        "Open routes: the page, the API description, health, and the webhook, which checks a signature instead.",
    ),
    Suppression(
        "AwsSolutions-COG2",
        "FirstContactData/Users/Pool/Resource",
        "Customers with a question should not have to set up a second factor; it is optional for everybody.",
    ),
    Suppression(
        "AwsSolutions-COG8",
        "FirstContactData/Users/Pool/Resource",
        "The plus plan is billed per user; accounts are made by operators, throttled, and see one customer's data.",
    ),
    Suppression(
        "AwsSolutions-SMG4",
        "FirstContactData/*/Secret/Resource",
        "These tokens are issued by other companies' systems, which offer no rotation that AWS could run.",
    ),
    Suppression(
        "AwsSolutions-SQS3",
        "*",
        "These are dead-letter queues: an alarm notifies an operator, who reads them.",
    ),
    Suppression(
        "Serverless-SQSRedrivePolicy",
        "*",
        "These are dead-letter queues: an alarm notifies an operator, who reads them.",
    ),
    Suppression(
        "Serverless-LambdaEventSourceMappingDestination",
        f"{_SUITE}/Functions/*",
        "SQS sources support no failure destination; the queue's redrive policy replaces it.",
    ),
    Suppression(
        "Serverless-LambdaAsyncFailureDestination",
        f"{_SUITE}/Functions/*/EventInvokeConfig/Resource",
        "The events of a schedule contain no work: the next run does what a failed one left, and an alarm is raised.",
    ),
    Suppression(
        "Serverless-EventBusDLQ",
        f"{_SUITE}/Schedules/*",
        "The events of a schedule contain no work: the next run does what a failed one left, and an alarm is raised.",
    ),
    Suppression(
        "AwsSolutions-OS1",
        f"{_SEARCH}/Index/Domain",
        "The functions are in no VPC; signatures and roles control access, and every request is encrypted.",
    ),
    Suppression(
        "AwsSolutions-OS3",
        f"{_SEARCH}/Index/Domain",
        "Lambda's IP addresses are shared by all its customers, so a list of them would not protect anything.",
    ),
    Suppression(
        "AwsSolutions-OS4",
        f"{_SEARCH}/Index/Domain",
        "Dedicated master nodes are worth their cost only from about ten data nodes on.",
    ),
    Suppression(
        "AwsSolutions-OS5",
        f"{_SEARCH}/Index/Domain",
        "The domain has no policy of its own: only roles with IAM permission can access it, with signed requests.",
    ),
    Suppression(
        "Serverless-LambdaDLQ",
        f"{_SUITE}/*",
        "APIs and workflows wait, queues have dead-letter queues, and what a scheduled run misses the next one does.",
    ),
)
OPTIONAL = tuple(one for one in SUPPRESSIONS if one.paths.startswith(_SEARCH))
