"""The cheap and the strong model that write drafts, and permission to call only these two."""

from aws_cdk import CfnParameter, Stack
from constructs import Construct

from infra.constructs.suite_function import SuiteFunction
from infra.model_id import DEFAULT_MODEL, STRONG_MODEL


class DraftModels(Construct):
    """Bedrock models or inference profiles, chosen at deployment."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self._ids = {
            "DRAFT_MODEL_ID": self._parameter("DraftModelId", "most drafts", DEFAULT_MODEL),
            "STRONG_MODEL_ID": self._parameter("StrongModelId", "what the policy sends to it", STRONG_MODEL),
        }

    def _parameter(self, name: str, what: str, default: str) -> CfnParameter:
        return CfnParameter(
            Stack.of(self),
            name,
            description=f"The Bedrock model, or inference profile, that writes {what}",
            default=default,
            allowed_pattern="[a-z0-9.:-]+",
        )

    def streamed_by(self, function: SuiteFunction, *, within: int) -> None:
        """Let a function stream drafts, with a deadline in seconds for each."""
        for variable, chosen in self._ids.items():
            self._grant(function, chosen.value_as_string)
            function.add_environment(variable, chosen.value_as_string)
        function.add_environment("DRAFT_DEADLINE_SECONDS", str(within))

    def _grant(self, function: SuiteFunction, model: str) -> None:
        stack = Stack.of(self)
        own = f"arn:{stack.partition}:bedrock:{stack.region}"
        profile = f"{own}:{stack.account}:inference-profile/{model}"
        action = "bedrock:InvokeModelWithResponseStream"
        function.may(action, on=[f"{own}::foundation-model/{model}", profile])
        # A profile forwards calls to models in several regions; only calls through this profile are allowed to do so.
        function.may(
            action,
            on=[f"arn:{stack.partition}:bedrock:*::foundation-model/*"],
            StringEquals={"bedrock:InferenceProfileArn": profile},
        )
