"""Checks the templates with cdk-nag's AwsSolutions and Serverless rules."""

import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from aws_cdk import App
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

from infra.suppressions import OPTIONAL, SUPPRESSIONS, Suppression


class Finding(NamedTuple):
    """A rule that a construct violates."""

    rule: str
    path: str
    description: str


def check(app: App) -> int:
    """Print findings without a suppression and suppressions without a finding; returns 1 if there are any, else 0."""
    findings = list(findings_of(app))
    complaints = [f"{f.rule} at {f.path}: {f.description}" for f in findings if not _is_suppressed(f)]
    complaints += [f"suppressed but not found: {a.rule} at {a.paths}" for a in unused(findings, app)]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(
        f"nag: {len(findings)} findings, {len(SUPPRESSIONS)} suppressions, {len(complaints)} errors", file=sys.stderr
    )
    return 1 if complaints else 0


def findings_of(app: App) -> Iterator[Finding]:
    """Run all rules on all resources."""
    for pack in (AwsSolutionsChecks(app), ServerlessChecks(app)):
        for violation in pack.validate_scope(app).violations:
            for resource in violation.violating_resources:
                yield Finding(violation.rule_name, resource.construct_path, violation.description)


def unused(findings: list[Finding], app: App) -> list[Suppression]:
    """Suppressions without a finding; those for an optional construct count only if it was synthesized."""
    paths = [construct.node.path for construct in app.node.find_all()]
    expected = [s for s in SUPPRESSIONS if s not in OPTIONAL or any(fnmatchcase(path, s.paths) for path in paths)]
    return [suppression for suppression in expected if not any(_covers(suppression, finding) for finding in findings)]


def _is_suppressed(finding: Finding) -> bool:
    return any(_covers(one, finding) for one in SUPPRESSIONS)


def _covers(suppression: Suppression, finding: Finding) -> bool:
    rule = suppression.rule.replace("[", "[[]")  # in a rule's name only the star is a wildcard
    return fnmatchcase(finding.rule, rule) and fnmatchcase(finding.path, suppression.paths)
