"""Creates a state machine from its ASL file: encrypted, traced, and logged without execution data."""

import re
from collections.abc import Mapping, Sequence

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from infra.constructs.customer_key import CustomerKey
from infra.constructs.suite_function import SuiteFunction
from infra.constructs.suite_log import SuiteLog
from infra.workflows import file_of


class MissingStep(Exception):
    """A workflow has a placeholder without a function or value."""


def arn_of(scope: Construct, kind: str, name: str, tail: str = "") -> str:
    """The ARN of a state machine or its executions, built from the name so that it can be used before creation."""
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
    functions: Sequence[SuiteFunction],
    values: Mapping[str, str],
    allowed: Sequence[tuple[Sequence[str], Sequence[str]]],
) -> stepfunctions.StateMachine:
    """Create the state machine ``workflows/<name>.asl.json``.

    It gets its own role, which may perform the ``allowed`` actions on their resources. The placeholder
    ``${RouteIntent}`` stands for the function ``route_intent``, other placeholders for one of the ``values``.
    """
    stack, file = Stack.of(scope), file_of(name.lower())
    named = set(re.findall(r"\$\{(\w+)\}", file.read_text()))
    steps = {function.node.id: function.function_arn for function in functions if function.node.id in named}
    substitutions = {"Partition": stack.partition, **values, **steps}
    if unknown := named - set(substitutions):
        raise MissingStep(
            f"{file.name} has unknown placeholders {', '.join(sorted(unknown))}: add a row to infra/functions.py"
        )
    role = iam.Role(scope, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com"))
    for actions, resources in ((["lambda:InvokeFunction"], list(steps.values())), *allowed):
        role.add_to_policy(iam.PolicyStatement(actions=[*actions], resources=[*resources]))
    return stepfunctions.StateMachine(
        scope,
        "Machine",
        state_machine_name=f"{stack.stack_name}-{name}",
        definition_body=stepfunctions.DefinitionBody.from_file(str(file)),
        definition_substitutions={**substitutions},
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
