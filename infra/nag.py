"""Holding the templates to cdk-nag's AwsSolutions and Serverless rules."""

import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from aws_cdk import App
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

from infra.suppressions import ACCEPTED, OPTIONAL, Accepted


class Finding(NamedTuple):
    """A rule that a construct breaks."""

    rule: str
    path: str
    description: str


def check(app: App) -> int:
    """Say of a synthesized app what is found and not accepted, or accepted and not found; 1 if anything is."""
    findings = list(findings_of(app))
    complaints = [f"{f.rule} at {f.path}: {f.description}" for f in findings if not _accepted(f)]
    complaints += [f"accepted, and nowhere found: {a.rule} at {a.paths}" for a in unused(findings, app)]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(f"nag: {len(findings)} findings, {len(ACCEPTED)} reasons, {len(complaints)} complaints", file=sys.stderr)
    return 1 if complaints else 0


def findings_of(app: App) -> Iterator[Finding]:
    """Run every rule on every resource."""
    for pack in (AwsSolutionsChecks(app), ServerlessChecks(app)):
        for violation in pack.validate_scope(app).violations:
            for resource in violation.violating_resources:
                yield Finding(violation.rule_name, resource.construct_path, violation.description)


def unused(findings: list[Finding], app: App) -> list[Accepted]:
    """What is accepted although nothing of the kind is found any more, but for constructs that are optional."""
    there = [construct.node.path for construct in app.node.find_all()]
    asked = [a for a in ACCEPTED if a not in OPTIONAL or any(fnmatchcase(path, a.paths) for path in there)]
    return [accepted for accepted in asked if not any(_covers(accepted, finding) for finding in findings)]


def _accepted(finding: Finding) -> bool:
    return any(_covers(accepted, finding) for accepted in ACCEPTED)


def _covers(accepted: Accepted, finding: Finding) -> bool:
    rule = accepted.rule.replace("[", "[[]")  # only the star means anything in a rule's name
    return fnmatchcase(finding.rule, rule) and fnmatchcase(finding.path, accepted.paths)
