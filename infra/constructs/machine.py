"""A state machine from its ASL file: encrypted, traced, logged without the data that runs through it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from infra.constructs.customer_key import CustomerKey
from infra.constructs.suite_function import SuiteFunction
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
    scope: Construct,
    name: str,
    key: CustomerKey,
    *,
    states: Sequence[SuiteFunction],
    stands_for: Mapping[str, str],
    allowed: Sequence[tuple[Sequence[str], Sequence[str]]],
) -> stepfunctions.StateMachine:
    """``workflows/<name>.asl.json``, run by a role of its own that may do what is ``allowed``: actions, on resources.

    In it ``${RouteIntent}`` stands for the function ``route_intent``, other names for the value by that name.
    """
    stack = Stack.of(scope)
    role = iam.Role(scope, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com"))
    functions = {function.node.id: function.function_arn for function in states}
    for actions, resources in ((["lambda:InvokeFunction"], list(functions.values())), *allowed):
        role.add_to_policy(iam.PolicyStatement(actions=[*actions], resources=[*resources]))
    return stepfunctions.StateMachine(
        scope,
        "Machine",
        state_machine_name=f"{stack.stack_name}-{name}",
        definition_body=stepfunctions.DefinitionBody.from_file(str(_FOLDER / f"{name.lower()}.asl.json")),
        definition_substitutions={"Partition": stack.partition, **stands_for, **functions},
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
