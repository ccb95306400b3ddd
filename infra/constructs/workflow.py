"""A workflow: an ASL file, the functions of its steps, and the queues for cases that need people."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs import customer_key
from infra.constructs.machine import arn_of, machine
from infra.constructs.message_queue import DeadLetters, Queue
from infra.constructs.suite_function import SuiteFunction


class Workflow(Construct):
    """``workflows/<name>.asl.json``, with methods that let others start, resume and read it."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        key: customer_key.CustomerKey,
        *,
        functions: Sequence[SuiteFunction],
        reviews: Queue,
        unresolved: DeadLetters,
    ) -> None:
        super().__init__(scope, name)
        self._name = name
        self._key = key
        queues = {"ReviewQueue": reviews.queue, "UnresolvedQueue": unresolved}
        self.machine = machine(
            self,
            name,
            key,
            functions=functions,
            values={name: queue.queue_url for name, queue in queues.items()},
            allowed=[(["sqs:SendMessage"], [queue.queue_arn for queue in queues.values()])],
        )
        key.used_by(self.machine, "sqs", customer_key.SEND)

    def started_by(self, function: SuiteFunction) -> None:
        """Let a function start it, and give it the workflow's ARN."""
        self.opened_to(function)
        function.add_environment(f"{self.node.id.upper()}_WORKFLOW_ARN", self.machine.state_machine_arn)

    def opened_to(self, starter: iam.IGrantable) -> None:
        """Let a principal start it."""
        self._allow(starter, ("states:StartExecution",), self.machine.state_machine_arn)
        self._key_used_by(starter, customer_key.SEND)

    def resumed_by(self, function: SuiteFunction) -> None:
        """Let a function complete its waiting tasks."""
        answers = ("states:SendTaskSuccess", "states:SendTaskFailure")
        self._allow(function, answers, self.machine.state_machine_arn)
        self._key_used_by(function, customer_key.SEND)

    def history_read_by(self, function: SuiteFunction) -> None:
        """Let a function read its execution history.

        The ARN is built from the name, because the function may itself be a step of the workflow.
        """
        self._allow(function, ("states:GetExecutionHistory",), arn_of(self, "execution", self._name, ":*"))
        self._key_used_by(function, customer_key.READ)

    def watched_by(self, function: SuiteFunction) -> None:
        """Let a function see whether an execution is running."""
        self._allow(function, ("states:DescribeExecution",), arn_of(self, "execution", self._name, ":*"))
        self._key_used_by(function, customer_key.READ)

    def _key_used_by(self, grantee: iam.IGrantable, actions: tuple[str, ...]) -> None:
        context = {"kms:EncryptionContext:aws:states:stateMachineArn": arn_of(self, "stateMachine", self._name)}
        self._allow(grantee, actions, self._key.key_arn, StringEquals=context)

    @staticmethod
    def _allow(grantee: iam.IGrantable, actions: tuple[str, ...], resource: str, **conditions: object) -> None:
        grantee.grant_principal.add_to_principal_policy(
            iam.PolicyStatement(actions=[*actions], resources=[resource], conditions=conditions or None)
        )
