"""A state machine from its ASL file: encrypted, traced, logged without the data that runs through it."""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from infra.constructs.customer_key import CustomerKey
from infra.constructs.suite_log import SuiteLog

_FOLDER = Path(__file__).resolve().parents[1] / "workflows"


def arn_of(scope: Construct, kind: str, name: str, tail: str = "") -> str:
    """The ARN of a machine or its executions by name, for whoever must be granted it before it is made."""
    stack = Stack.of(scope)
    return stack.format_arn(
        service="states",
        resource=kind,
        resource_name=f"{stack.stack_name}-{name}{tail}",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )


def machine(
    scope: Construct, name: str, key: CustomerKey, role: iam.IRole, stands_for: Mapping[str, str]
) -> stepfunctions.StateMachine:
    """``workflows/<name>.asl.json`` run by a role; in it ``${Name}`` stands for a value by that name."""
    stack = Stack.of(scope)
    return stepfunctions.StateMachine(
        scope,
        "Machine",
        state_machine_name=f"{stack.stack_name}-{name}",
        definition_body=stepfunctions.DefinitionBody.from_file(str(_FOLDER / f"{name.lower()}.asl.json")),
        definition_substitutions={"Partition": stack.partition, **stands_for},
        role=role,
        encryption_configuration=stepfunctions.CustomerManagedEncryptionConfiguration(key),
        logs=stepfunctions.LogOptions(
            destination=SuiteLog(
                scope, "Log", key, log_group_name=f"/aws/vendedlogs/states/{stack.stack_name}/{name}"
            ),
            level=stepfunctions.LogLevel.ALL,
            include_execution_data=False,
        ),
        tracing_enabled=True,
    )
