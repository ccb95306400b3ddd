"""The language model that writes drafts: one model, and leave to call that one only."""

from aws_cdk import CfnParameter, Stack
from constructs import Construct

from infra.constructs.suite_function import SuiteFunction
from infra.model_id import DEFAULT_MODEL


class DraftModel(Construct):
    """A model or an inference profile of Bedrock, chosen when the suite is deployed."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self._id = CfnParameter(
            Stack.of(self),
            "DraftModelId",
            description="The Bedrock model, or inference profile, that writes drafts",
            default=DEFAULT_MODEL,
            allowed_pattern="[a-z0-9.:-]+",
        )

    def streamed_by(self, function: SuiteFunction, *, within: int) -> None:
        """Let a function have drafts streamed to it, and give up on one after so many seconds."""
        stack = Stack.of(self)
        model = self._id.value_as_string
        own = f"arn:{stack.partition}:bedrock:{stack.region}"
        profile = f"{own}:{stack.account}:inference-profile/{model}"
        action = "bedrock:InvokeModelWithResponseStream"
        function.may(action, on=[f"{own}::foundation-model/{model}", profile])
        # A profile passes the call on to models in regions of its choice; this one profile and no other may do so.
        function.may(
            action,
            on=[f"arn:{stack.partition}:bedrock:*::foundation-model/*"],
            StringEquals={"bedrock:InferenceProfileArn": profile},
        )
        function.add_environment("DRAFT_MODEL_ID", model)
        function.add_environment("DRAFT_DEADLINE_SECONDS", str(within))
