"""The settings of a deployed function. Only this module reads the environment variables, which infra sets."""

import os
from collections.abc import Mapping

from pydantic import ConfigDict, Field, ValidationError

from firstcontact.errors import Unavailable
from firstcontact.record import Record


class Settings(Record):
    """One field per variable, same name in lower case. A function gets only the ones it uses; the rest are None."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    cases_table: str | None = None
    conversations_table: str | None = None
    reviews_table: str | None = None
    ledger_table: str | None = None
    connections_table: str | None = None
    claims_table: str | None = None
    outcomes_table: str | None = None
    costs_table: str | None = None
    intake_table: str | None = None
    breakers_table: str | None = None
    knowledge_bucket: str | None = None
    uploads_bucket: str | None = None
    opensearch_url: str | None = None
    resolution_workflow_arn: str | None = None
    switch_parameter: str | None = None
    connectors: str = ""
    orders_secret_arn: str | None = None
    shipping_secret_arn: str | None = None
    payments_secret_arn: str | None = None
    help_desk_secret_arn: str | None = None
    user_pool_id: str | None = None
    user_pool_client_id: str | None = None
    draft_model_id: str | None = None
    strong_model_id: str | None = None
    websocket_endpoint: str | None = None
    websocket_url: str | None = None
    draft_deadline_seconds: float = Field(default=60.0, gt=0)
    intake_days: int = Field(default=30, ge=1)
    retention_days: int = Field(default=400, ge=1)  # of cases, conversations, reviews and claims

    # Set by Lambda itself.
    aws_region: str = "us-east-1"
    aws_lambda_function_name: str = "laptop"
    aws_lambda_function_memory_size: int = Field(default=512, ge=128)
    aws_endpoint_url: str | None = None

    def need(self, name: str) -> str:
        """The value of a required setting; ``Unavailable`` (code ``misconfigured``) if it is missing."""
        value = getattr(self, name)
        if not value:
            raise Unavailable(
                f"the setting {name.upper()} is missing", code="misconfigured", remedy="Deploy the suite again."
            )
        return str(value)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the variables; ``Unavailable`` (code ``misconfigured``) if a value is invalid."""
        known = {name: environment[name.upper()] for name in cls.model_fields if environment.get(name.upper())}
        try:
            return cls.model_validate(known)
        except ValidationError as error:
            raise Unavailable(f"the settings are wrong: {error.errors()[0]['msg']}", code="misconfigured") from error
