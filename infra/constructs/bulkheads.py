"""Reserved concurrency: a flood of one kind of request leaves room for all others."""

from aws_cdk import Aws, CfnCondition, CfnParameter, Fn, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.suite_function import SuiteFunction


class Bulkheads(Construct):
    """Reserves concurrency for functions, unless the parameter ``ReserveConcurrency`` is ``no`` (small accounts)."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        stack = Stack.of(self)
        choice = CfnParameter(
            stack,
            "ReserveConcurrency",
            description="Whether functions reserve concurrency; an account needs a limit of 900 for it",
            default="yes",
            allowed_values=["yes", "no"],
        )
        equal = Fn.condition_equals(choice.value_as_string, "yes")
        self._reserves = CfnCondition(stack, "ReservesConcurrency", expression=equal)

    def reserve(self, function: SuiteFunction, executions: int) -> None:
        """Let at most this many calls of a function run at once, and keep room for as many."""
        chosen = Fn.condition_if(self._reserves.logical_id, executions, Aws.NO_VALUE)
        resource = function.node.default_child
        assert isinstance(resource, lambda_.CfnFunction)
        resource.add_property_override("ReservedConcurrentExecutions", chosen)
