"""The web firewall in front of the API, and the one alarm that pages somebody; not deployed on a laptop."""

from aws_cdk import Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from infra.constructs.web_firewall import WebFirewall
from infra.routes import signed_paths
from infra.stacks.suite import Suite


class Edge(Stack):
    """A web firewall on the REST API, and a composite alarm for failures that leave customers without an answer."""

    def __init__(self, scope: Construct, name: str, suite: Suite) -> None:
        super().__init__(scope, name, description="First Contact: web firewall and paging alarm")
        firewall = WebFirewall(self, "Firewall", suite.key, signed_paths=signed_paths())
        wafv2.CfnWebACLAssociation(
            self,
            "OnTheApi",
            resource_arn=suite.rest.api.deployment_stage.stage_arn,
            web_acl_arn=firewall.acl.attr_arn,
        )
        alone = cloudwatch.CompositeAlarm(
            self,
            "CustomersAreLeftAlone",
            alarm_description="Replies or claims are being lost, or the API is failing: act now.",
            alarm_rule=cloudwatch.AlarmRule.any_of(*suite.urgent),
        )
        alone.add_alarm_action(actions.SnsAction(suite.alarms.topic))
