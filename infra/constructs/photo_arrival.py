"""Starts the claim workflow when a photo arrives in the uploads bucket."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.bucket import Bucket
from infra.constructs.message_queue import EventDeadLetters
from infra.constructs.workflow import Workflow


class PhotoArrival(Construct):
    """An event rule; an event that cannot start the workflow is kept for two weeks."""

    def __init__(self, scope: Construct, name: str, uploads: Bucket, claim: Workflow, *, prefix: str) -> None:
        super().__init__(scope, name)
        self.dead_letters = EventDeadLetters(self, "DeadLetters")
        starter = iam.Role(self, "Starter", assumed_by=iam.ServicePrincipal("events.amazonaws.com"))
        claim.opened_to(starter)
        events.Rule(
            self,
            "Rule",
            description="First Contact: a claim photo was uploaded",
            event_pattern=uploads.changes(prefix, "Object Created"),
            targets=[
                targets.SfnStateMachine(
                    claim.machine,
                    role=starter,
                    dead_letter_queue=self.dead_letters,
                    retry_attempts=10,
                    max_event_age=Duration.hours(6),
                )
            ],
        )
