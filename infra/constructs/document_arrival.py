"""Updates the index when a document file is added, replaced or deleted in the knowledge bucket."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.bucket import Bucket
from infra.constructs.message_queue import EventDeadLetters, EventQueue
from infra.constructs.suite_function import SuiteFunction

BATCH_SIZE = 200  # files per index update
WITHIN = Duration.seconds(10)  # how long the first file waits for others


class DocumentArrival(Construct):
    """An event rule that fills a queue, read in batches; a message that fails five times is dead-lettered."""

    def __init__(self, scope: Construct, name: str, knowledge: Bucket, reader: SuiteFunction, *, prefix: str) -> None:
        super().__init__(scope, name)
        self.dead_letters = EventDeadLetters(self, "DeadLetters")
        queue = EventQueue(
            self,
            "Queue",
            visibility_timeout=Duration.minutes(30),
            dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=5, queue=self.dead_letters),
        )
        events.Rule(
            self,
            "Rule",
            description="First Contact: a document file was changed",
            event_pattern=knowledge.changes(prefix, "Object Created", "Object Deleted"),
            targets=[targets.SqsQueue(queue, dead_letter_queue=self.dead_letters)],
        )
        reader.add_event_source(
            sources.SqsEventSource(
                queue,
                batch_size=BATCH_SIZE,
                max_batching_window=WITHIN,
                report_batch_item_failures=True,
                max_concurrency=2,
            )
        )
