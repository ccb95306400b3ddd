"""CloudWatch alarms for operators; all of them notify one encrypted topic."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct
from firstcontact.telemetry import NAMESPACE, SERVICE

_FIVE_MINUTES = Duration.minutes(5)


class Alarms(Construct):
    """Creates alarms that fire when a metric exceeds its threshold."""

    def __init__(self, scope: Construct, name: str, key: kms.IKey) -> None:
        super().__init__(scope, name)
        self.topic = sns.Topic(self, "Topic", master_key=key, enforce_ssl=True)
        self.topic.add_to_resource_policy(
            iam.PolicyStatement(
                sid="AlarmsOfThisAccount",
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[self.topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )

    def on_failures_of(self, name: str, function: lambda_.Function) -> None:
        """The function raised an error."""
        self._above(f"{name}Errors", function.metric_errors(period=_FIVE_MINUTES), 0)

    def on_throttles(self) -> None:
        """Lambda throttled calls because the account's concurrency is used up."""
        throttles = lambda_.Function.metric_all_throttles(period=_FIVE_MINUTES)
        self._above("Throttles", throttles, 0)

    def on_messages_in(self, name: str, queue: sqs.IQueue) -> cloudwatch.Alarm:
        """The queue contains messages, although it should be empty."""
        waiting = queue.metric_approximate_number_of_messages_visible(period=_FIVE_MINUTES, statistic="Maximum")
        return self._above(f"{name}Waiting", waiting, 0)

    def on_age_of(self, name: str, queue: sqs.IQueue, limit: Duration) -> None:
        """The queue's oldest message is older than the limit."""
        age = queue.metric_approximate_age_of_oldest_message(period=_FIVE_MINUTES)
        self._above(f"{name}Age", age, limit.to_seconds())

    def on_own_metric(self, name: str, metric: str, limit: float = 0) -> cloudwatch.Alarm:
        """One of the suite's own metrics was above the limit."""
        highest = cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=metric,
            dimensions_map={"service": SERVICE},
            period=_FIVE_MINUTES,
            statistic="Maximum",
        )
        return self._above(name, highest, limit)

    def on_lost_runs_of(self, name: str, machine: stepfunctions.StateMachine) -> list[cloudwatch.Alarm]:
        """A run of the workflow failed or timed out."""
        return [
            self._above(f"{name}Failed", machine.metric_failed(period=_FIVE_MINUTES), 0),
            self._above(f"{name}TimedOut", machine.metric_timed_out(period=_FIVE_MINUTES), 0),
        ]

    def on_server_errors(self, name: str, metric: cloudwatch.Metric) -> cloudwatch.Alarm:
        """The API returned more than four server errors in five minutes."""
        return self._above(f"{name}ServerErrors", metric, 4)

    def _above(self, name: str, metric: cloudwatch.IMetric, threshold: float) -> cloudwatch.Alarm:
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=threshold,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))
        alarm.add_ok_action(actions.SnsAction(self.topic))
        return alarm
