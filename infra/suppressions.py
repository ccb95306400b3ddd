"""The cdk-nag findings that we accept, each with the reason.

The check fails on a finding that is not listed, and on an entry without a finding.
"""

from typing import NamedTuple


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
        "X-Ray's two actions know no resources; nor do Rekognition's two, which see only bytes handed to them.",
    ),
    Suppression(
        f"{_WILD}*]",
        f"{_SUITE}/*/Role/DefaultPolicy/Resource",
        "Step Functions sets its log delivery and its traces up by actions that know no resources.",
    ),
    Suppression(
        f"{_WILD}*@connections/*]",
        f"{_SUITE}/*",
        "A connection's id is made when it opens; the grant names the API, the stage and the one method.",
    ),
    Suppression(
        f"{_WILD}*:execution:*]",
        f"{_SUITE}/Functions/RecordOutcomeRole/*",
        "An execution is named after its case; the grant names the workflow and only reads history.",
    ),
    Suppression(
        f"{_WILD}*UploadsBucket*/claims/*]",
        f"{_SUITE}/*",
        "A photo's key holds ids made at run time; the grant names the prefix of claims.",
    ),
    Suppression(
        f"{_WILD}*KnowledgeBucket*/*]",
        f"{_SUITE}/*",
        "Documents, index and reports have keys of their own making; a grant to write names the prefix.",
    ),
    Suppression(
        f"{_WILD}*:bedrock:*::foundation-model/*]",
        f"{_SUITE}/*",
        "A profile chooses region and model; a condition ties the grant to calls that come by our one profile.",
    ),
    Suppression(
        "AwsSolutions-IAM4[*AmazonAPIGatewayPushToCloudWatchLogs]",
        f"{_SUITE}/ApiLogging/Role/Resource",
        "The account-wide role of API Gateway, which AWS keeps in step with what the service needs.",
    ),
    Suppression(
        "AwsSolutions-APIG3",
        f"{_SUITE}/Rest/*",
        "The web firewall and its association live in FirstContactEdge.",
    ),
    Suppression(
        "AwsSolutions-APIG4",
        f"{_SUITE}/Sockets/Api/*-Route/Resource",
        "A socket is authorised once, at $connect; the other routes exist only on a socket that passed it.",
    ),
    Suppression(
        "AwsSolutions-APIG4",
        f"{_SUITE}/Rest/*",
        "The routes named open: the page, its API description, health, and the webhook, which checks a signature.",
    ),
    Suppression(
        "AwsSolutions-COG4",
        f"{_SUITE}/Rest/*",
        "The routes named open: the page, its API description, health, and the webhook, which checks a signature.",
    ),
    Suppression(
        "AwsSolutions-COG2",
        "FirstContactData/Users/Pool/Resource",
        "A customer with a question is not made to set up a second factor; staff may, and it is offered.",
    ),
    Suppression(
        "AwsSolutions-COG8",
        "FirstContactData/Users/Pool/Resource",
        "The plus plan is billed per user; accounts are made by operators, throttled, and hold one customer's data.",
    ),
    Suppression(
        "AwsSolutions-SMG4",
        "FirstContactData/*/Secret/Resource",
        "These tokens are issued by other companies' systems, which offer no rotation that AWS could drive.",
    ),
    Suppression(
        "AwsSolutions-SQS3",
        "*",
        "These queues are the end of the line: an operator reads them, woken by an alarm.",
    ),
    Suppression(
        "Serverless-SQSRedrivePolicy",
        "*",
        "These queues are the end of the line: an operator reads them, woken by an alarm.",
    ),
    Suppression(
        "Serverless-LambdaEventSourceMappingDestination",
        f"{_SUITE}/Functions/*",
        "SQS sources know no failure destination; the queue's own redrive policy does that work.",
    ),
    Suppression(
        "AwsSolutions-OS1",
        f"{_SEARCH}/Index/Domain",
        "The functions live in no VPC; signatures and roles say who may ask, and every request is encrypted.",
    ),
    Suppression(
        "AwsSolutions-OS3",
        f"{_SEARCH}/Index/Domain",
        "Lambda's addresses are anybody's, so a list of them would say nothing.",
    ),
    Suppression(
        "AwsSolutions-OS4",
        f"{_SEARCH}/Index/Domain",
        "Two data nodes govern themselves; dedicated masters pay from ten nodes on.",
    ),
    Suppression(
        "AwsSolutions-OS5",
        f"{_SEARCH}/Index/Domain",
        "The domain has no policy of its own: only roles that IAM grants it may ask, by signed requests.",
    ),
    Suppression(
        "Serverless-LambdaDLQ",
        f"{_SUITE}/*",
        "No function is invoked asynchronously: APIs and workflows wait, and the queue has dead letters.",
    ),
)
OPTIONAL = tuple(one for one in SUPPRESSIONS if one.paths.startswith(_SEARCH))
