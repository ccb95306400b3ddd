"""Publishes what is due for cases from the stream of their table."""

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from infra.constructs.message_queue import EventDeadLetters
from infra.constructs.suite_function import SuiteFunction
from infra.constructs.table import Table

ATTEMPTS = 10
KEPT = Duration.hours(1)  # later the sweeper has taken the case over


class CaseOutbox(Construct):
    """An event source: a row that cannot be published is split off, retried, and then kept for operators."""

    def __init__(self, scope: Construct, name: str, cases: Table, publisher: SuiteFunction) -> None:
        super().__init__(scope, name)
        self.dead_letters = EventDeadLetters(self, "DeadLetters")
        cases.streamed_to(
            publisher,
            filters=[
                lambda_.FilterCriteria.filter({"dynamodb": {"NewImage": {"due": {"S": [{"exists": True}]}}}}),
            ],
            batch_size=10,
            bisect_batch_on_error=True,
            report_batch_item_failures=True,
            retry_attempts=ATTEMPTS,
            max_record_age=KEPT,
            parallelization_factor=10,
            on_failure=sources.SqsDlq(self.dead_letters),
        )
