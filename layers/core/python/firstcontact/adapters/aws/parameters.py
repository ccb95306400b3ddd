"""Values that operators set at run time: the handoff switch (SSM) and connector secrets (Secrets Manager)."""

import time

from pydantic import TypeAdapter, ValidationError

from firstcontact.adapters.aws.clients import client, unavailable
from firstcontact.errors import Unavailable

SWITCH_AGE = 5.0  # seconds for which the value of the switch is cached
SECRET_AGE = 60.0  # seconds for which a secret is cached
REREAD_AGE = 5.0  # seconds between reads by which a rotated secret takes effect at once


class SsmHandoffSwitch:
    """Implements ``HandoffSwitch``: replies are sent without a person only if the value is ``auto``."""

    def __init__(self, parameter: str) -> None:
        self._parameter = parameter
        self._value, self._read_at = "", float("-inf")

    def people_only(self) -> bool:
        if time.monotonic() - self._read_at > SWITCH_AGE:
            self._value, self._read_at = self._read(), time.monotonic()
        return self._value != "auto"

    def _read(self) -> str:
        try:
            with unavailable("the switch could not be read"):
                return str(client("ssm").get_parameter(Name=self._parameter)["Parameter"]["Value"])
        except Unavailable:
            return "unreadable"  # counts as on: people answer until it can be read again


class Secret:
    """A JSON secret, cached for a minute."""

    def __init__(self, arn: str) -> None:
        self._arn = arn
        self._fields: dict[str, str] = {}
        self._read_at = self._reread_at = float("-inf")

    def fields(self) -> dict[str, str]:
        """The fields of the secret, at most a minute old."""
        if time.monotonic() - self._read_at > SECRET_AGE:
            self._read()
        return self._fields

    def reread(self) -> dict[str, str]:
        """The fields, read again in case they were rotated, but at most every five seconds in this process.

        A flood of forged signatures therefore cannot exhaust Secrets Manager.
        """
        moment = time.monotonic()
        if moment - max(self._read_at, self._reread_at) > REREAD_AGE:
            self._reread_at = moment  # before the read, so that failing reads are limited, too
            self._read()
        return self._fields

    def _read(self) -> None:
        with unavailable("a connector's secret could not be read"):
            answer = client("secretsmanager").get_secret_value(SecretId=self._arn)
        self._fields, self._read_at = _fields(answer.get("SecretString", "")), time.monotonic()


def _fields(value: str) -> dict[str, str]:
    """The fields of a secret; the error does not say what is wrong, because that would reveal the secret."""
    try:
        return TypeAdapter(dict[str, str]).validate_json(value)
    except ValidationError:
        raise Unavailable(
            "a connector's secret is not a JSON object of strings",
            code="misconfigured",
            remedy="Write the connector's secret again.",
        ) from None
