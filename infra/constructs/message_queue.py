"""An SQS queue: encrypted, TLS only, with a dead-letter queue."""

from typing import Any

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs import customer_key
from infra.constructs.suite_function import SuiteFunction


class Queue(Construct):
    """A queue read by a function; a message that fails five times goes to the dead-letter queue."""

    def __init__(
        self, scope: Construct, name: str, key: customer_key.CustomerKey, *, visible_after: Duration
    ) -> None:
        super().__init__(scope, name)
        self._key = key
        self.dead_letters = DeadLetters(self, "DeadLetters", key)
        self.queue = sqs.Queue(
            self,
            "Queue",
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=key,
            enforce_ssl=True,
            retention_period=Duration.days(14),
            visibility_timeout=visible_after,
            dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=5, queue=self.dead_letters),
            removal_policy=RemovalPolicy.RETAIN,
        )

    def drained_by(self, function: SuiteFunction, *, batch: int) -> None:
        """Invoke a function with batches of messages; only failed messages of a batch are retried."""
        function.add_event_source(
            sources.SqsEventSource(self.queue, batch_size=batch, report_batch_item_failures=True, max_concurrency=10)
        )


class EventQueue(sqs.Queue):
    """A queue of events that name where something is stored and hold nothing of it: SQS encrypts them itself.

    So EventBridge and Lambda need no grant for our key.
    """

    def __init__(self, scope: Construct, name: str, **more: Any) -> None:
        super().__init__(scope, name, encryption=sqs.QueueEncryption.SQS_MANAGED, enforce_ssl=True, **more)


class EventDeadLetters(EventQueue):
    """Events that could not be delivered or handled, kept for operators for two weeks."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name, retention_period=Duration.days(14))


class DeadLetters(sqs.Queue):
    """A dead-letter queue for operators; messages are kept for two weeks."""

    def __init__(self, scope: Construct, name: str, key: customer_key.CustomerKey) -> None:
        super().__init__(
            scope,
            name,
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=key,
            enforce_ssl=True,
            retention_period=Duration.days(14),
            removal_policy=RemovalPolicy.RETAIN,
        )
