"""Runs a function at a fixed rate."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra.constructs.suite_function import SuiteFunction


class Schedule(Construct):
    """An event rule. A run that fails or cannot begin is not repeated: the next run does its work."""

    def __init__(self, scope: Construct, name: str, function: SuiteFunction, *, every: Duration) -> None:
        super().__init__(scope, name)
        function.configure_async_invoke(retry_attempts=0, max_event_age=every)
        events.Rule(
            self,
            "Rule",
            description=f"First Contact: {function.folder} runs",
            schedule=events.Schedule.rate(every),
            targets=[targets.LambdaFunction(function, retry_attempts=0, max_event_age=every)],
        )
