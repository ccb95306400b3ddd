"""Reading synthesized templates: logical ids without their hashes, references followed across stacks."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from aws_cdk import App

Json = dict[str, Any]
STACKS = ("FirstContactData", "FirstContactSuite", "FirstContactEdge")
SEARCH = "FirstContactSearch"


@dataclass(frozen=True)
class Resource:
    stack: str
    name: str
    type: str
    properties: Json
    raw: Json


@dataclass(frozen=True)
class Statement:
    """What one role may do: plain words, wildcards and all."""

    role: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Json


@dataclass
class Assembly:
    folder: Path
    app: App

    def has(self, stack: str) -> bool:
        return (self.folder / f"{stack}.template.json").exists()

    def text(self, stack: str) -> str:
        return (self.folder / f"{stack}.template.json").read_text()

    @cached_property
    def templates(self) -> dict[str, Json]:
        return {stack: json.loads(self.text(stack)) for stack in (*STACKS, SEARCH) if self.has(stack)}

    @cached_property
    def _exports(self) -> dict[str, Any]:
        outputs = (output for template in self.templates.values() for output in template.get("Outputs", {}).values())
        return {output["Export"]["Name"]: output["Value"] for output in outputs if "Export" in output}

    def resources(self, kind: str) -> list[Resource]:
        return [
            Resource(stack, plain(name), raw["Type"], raw.get("Properties", {}), raw)
            for stack, template in self.templates.items()
            for name, raw in template["Resources"].items()
            if raw["Type"] == kind
        ]

    def one(self, kind: str) -> Resource:
        (found,) = self.resources(kind)
        return found

    def words(self, value: Any) -> str:
        """A value as words: ``CasesTable.Arn/index/by_customer``."""
        if isinstance(value, str):
            return value
        if isinstance(value, list):
            return ",".join(self.words(item) for item in value)
        ((function, argument),) = value.items()
        if function == "Ref":
            return plain(argument.removeprefix("AWS::"))
        if function == "Fn::GetAtt":
            return f"{plain(argument[0])}.{argument[1]}"
        if function == "Fn::ImportValue":
            return self.words(self._exports[argument])
        if function == "Fn::Join":
            return str(argument[0]).join(self.words(part) for part in argument[1])
        if function == "Fn::Sub":
            return str(argument)
        raise AssertionError(f"no words for {value}")

    def statements(self) -> Iterator[Statement]:
        """Every statement that a role of ours holds."""
        for policy in self.resources("AWS::IAM::Policy"):
            for statement in policy.properties["PolicyDocument"]["Statement"]:
                assert statement["Effect"] == "Allow"
                for role in policy.properties["Roles"]:
                    yield Statement(
                        self.words(role),
                        tuple(_many(statement["Action"])),
                        tuple(self.words(resource) for resource in _many(statement["Resource"])),
                        statement.get("Condition", {}),
                    )

    def variables(self) -> dict[str, Json]:
        """The variables of each function, by its folder."""
        return {
            function.properties["Handler"].split(".")[1]: function.properties["Environment"]["Variables"]
            for function in self.resources("AWS::Lambda::Function")
        }


def plain(name: str) -> str:
    """A logical id without the hash the CDK adds."""
    return re.sub(r"[0-9A-F]{8}$", "", name)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
