"""The operators' handoff switch: ``auto``, or ``people`` to have every reply read by a person."""

from aws_cdk import Stack
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.constructs.suite_function import SuiteFunction


class Switch(Construct):
    """An SSM parameter that operators change without a deployment."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        self.parameter = ssm.StringParameter(
            self,
            "Parameter",
            parameter_name=f"/{Stack.of(self).stack_name}/switch",
            description="First Contact: 'auto', or 'people' to have every reply read by a person",
            string_value="auto",
            allowed_pattern="auto|people",
        )

    def read_by(self, function: SuiteFunction) -> None:
        """Let a function read the switch."""
        function.may("ssm:GetParameter", on=[self.parameter.parameter_arn])
        function.add_environment("SWITCH_PARAMETER", self.parameter.parameter_name)
