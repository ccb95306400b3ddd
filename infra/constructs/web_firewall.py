"""The web firewall: blocks known attacks, too many requests and too large bodies."""

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from infra.constructs.suite_log import SuiteLog

_Rule = wafv2.CfnWebACL.RuleProperty
_Statement = wafv2.CfnWebACL.StatementProperty
MAX_BODY = 64 * 1024
REQUESTS_PER_FIVE_MINUTES = 2000
# Customers write about anything, including markup and file paths, and our pages never render their text as markup.
_READ_AS_TEXT = (
    "SizeRestrictions_BODY",
    "CrossSiteScripting_BODY",
    "GenericLFI_BODY",
    "GenericRFI_BODY",
)


class WebFirewall(Construct):
    """A regional web ACL that allows what no rule blocks, and logs without the caller's token.

    Of requests to ``signed_paths``, only the number and the sender are checked: a signature protects their bodies,
    and blocking one because of its size or its words would lose what a customer wrote.
    """

    def __init__(self, scope: Construct, name: str, key: kms.IKey, *, signed_paths: Sequence[str]) -> None:
        super().__init__(scope, name)
        unsigned = _all_of([_not_at(path) for path in signed_paths])
        self.acl = wafv2.CfnWebACL(
            self,
            "Acl",
            scope="REGIONAL",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visible("firewall"),
            association_config=wafv2.CfnWebACL.AssociationConfigProperty(
                request_body={"API_GATEWAY": {"defaultSizeInspectionLimit": "KB_64"}}
            ),
            rules=[
                _managed(0, "AWSManagedRulesAmazonIpReputationList"),
                _blocking(1, "TooManyRequests", _rate()),
                _blocking(2, "TooLargeABody", _all_of([unsigned, _size()])),
                _managed(3, "AWSManagedRulesKnownBadInputsRuleSet", on=unsigned),
                _managed(4, "AWSManagedRulesCommonRuleSet", on=unsigned, counted=_READ_AS_TEXT),
            ],
        )
        # AWS WAF delivers only to log groups with this name prefix.
        log = SuiteLog(self, "Log", key, log_group_name=f"aws-waf-logs-{Stack.of(self).stack_name}")
        wafv2.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.acl.attr_arn,
            log_destination_configs=[log.log_group_arn],
            redacted_fields=[
                wafv2.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": "authorization"}),
                wafv2.CfnLoggingConfiguration.FieldToMatchProperty(query_string={}),
            ],
        )


def _visible(metric: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=metric, sampled_requests_enabled=False
    )


def _managed(priority: int, name: str, on: _Statement | None = None, counted: tuple[str, ...] = ()) -> _Rule:
    """A managed rule group of AWS for matching requests; rules in ``counted`` count instead of blocking."""
    return _Rule(
        name=name,
        priority=priority,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        visibility_config=_visible(name),
        statement=_Statement(
            managed_rule_group_statement=wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
                vendor_name="AWS",
                name=name,
                scope_down_statement=on,
                rule_action_overrides=[
                    wafv2.CfnWebACL.RuleActionOverrideProperty(
                        name=rule, action_to_use=wafv2.CfnWebACL.RuleActionProperty(count={})
                    )
                    for rule in counted
                ],
            )
        ),
    )


def _blocking(priority: int, name: str, statement: _Statement) -> _Rule:
    return _Rule(
        name=name,
        priority=priority,
        action=wafv2.CfnWebACL.RuleActionProperty(block={}),
        visibility_config=_visible(name),
        statement=statement,
    )


_NO_TRANSFORMATION = wafv2.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")


def _all_of(statements: list[_Statement]) -> _Statement:
    if len(statements) == 1:  # WAF refuses an AND of one
        return statements[0]
    return _Statement(and_statement=wafv2.CfnWebACL.AndStatementProperty(statements=statements))


def _not_at(path: str) -> _Statement:
    """Matches requests to other paths; the path that WAF sees begins with the stage."""
    at_path = wafv2.CfnWebACL.ByteMatchStatementProperty(
        field_to_match=wafv2.CfnWebACL.FieldToMatchProperty(uri_path={}),
        positional_constraint="ENDS_WITH",
        search_string=path,
        text_transformations=[_NO_TRANSFORMATION],
    )
    return _Statement(
        not_statement=wafv2.CfnWebACL.NotStatementProperty(statement=_Statement(byte_match_statement=at_path))
    )


def _rate() -> _Statement:
    return _Statement(
        rate_based_statement=wafv2.CfnWebACL.RateBasedStatementProperty(
            limit=REQUESTS_PER_FIVE_MINUTES, aggregate_key_type="IP"
        )
    )


def _size() -> _Statement:
    return _Statement(
        size_constraint_statement=wafv2.CfnWebACL.SizeConstraintStatementProperty(
            comparison_operator="GT",
            size=MAX_BODY,
            field_to_match=wafv2.CfnWebACL.FieldToMatchProperty(
                body=wafv2.CfnWebACL.BodyProperty(oversize_handling="MATCH")
            ),
            text_transformations=[_NO_TRANSFORMATION],
        )
    )
