"""Whether the secrets that a shop names exist, in the account and region that its suite runs in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from firstcontact.cli.errors import CannotRun
from firstcontact.shop.connectors import FILE
from firstcontact.shop.findings import Fault
from firstcontact.shop.shop import Shop

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

DEFAULT_KEY = "alias/aws/secretsmanager"  # anybody who may read a secret under this key may also decrypt it


def missing_secrets(shop: Shop, client: "SecretsManagerClient") -> Iterator[Fault]:
    """A fault for each named secret that functions could not read; reads no secret's value."""
    for kind, secret in shop.connectors.secrets.items():
        if problem := _problem(secret.name, client):
            message = f'the secret "{secret.name}" of {kind} {problem}, or delete the line'
            yield Fault(file=FILE, line=secret.line, message=message)


def require_secrets(shop: Shop, client: "SecretsManagerClient") -> None:
    """Raise ``CannotRun`` with the first named secret that functions could not read."""
    if faults := list(missing_secrets(shop, client)):
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise CannotRun(f"{faults[0]}{more}")


def _problem(name: str, client: "SecretsManagerClient") -> str | None:
    from botocore.exceptions import BotoCoreError, ClientError

    from firstcontact.adapters.aws.clients import code

    command = "`aws secretsmanager"
    try:
        found = client.describe_secret(SecretId=name)
    except ClientError as error:
        if code(error) == "ResourceNotFoundException":
            return f"does not exist in this account and region: create it with {command} create-secret --name {name}`"
        return f"cannot be described ({code(error)}): allow secretsmanager:DescribeSecret"
    except BotoCoreError as error:
        return f"cannot be described ({error}): check the credentials and the region"
    if found.get("DeletedDate"):
        return f"is scheduled for deletion: restore it with {command} restore-secret --secret-id {name}`"
    if found.get("KmsKeyId", DEFAULT_KEY) != DEFAULT_KEY:
        own = f"{command} update-secret --secret-id {name} --kms-key-id {DEFAULT_KEY}`"
        return f"is encrypted with a key that functions may not use: use the default key with {own}"
    return None
