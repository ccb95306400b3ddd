"""The IAM resources of a Bedrock call, from its model id or ARN."""

import re

from infra.local.standins.aws_error import aws_error
from infra.local.standins.permission import ACCOUNT

_PROFILE = re.compile(r"^(?:us|us-gov|eu|apac|jp|au|ca|global)\.([a-z0-9-]+\..+)$")
_MODEL = re.compile(r"^[a-z0-9-]+\.[A-Za-z0-9.:_-]+$")
_ARN = re.compile(
    r"^arn:aws[a-z-]*:bedrock:[a-z0-9-]*:\d*:"
    r"(foundation-model|inference-profile|application-inference-profile|provisioned-model|custom-model)/(.+)$"
)


def resources(model_id: str, region: str) -> tuple[str, ...]:
    """The ARNs that a caller must be allowed to invoke: for a cross-region profile, those of profile and model."""
    arn = _ARN.match(model_id)
    if arn:
        profile = _PROFILE.match(arn[2]) if arn[1] == "inference-profile" else None
        return (model_id, _model(profile[1], region)) if profile else (model_id,)
    profile = _PROFILE.match(model_id)
    if profile:
        return (f"arn:aws:bedrock:{region}:{ACCOUNT}:inference-profile/{model_id}", _model(profile[1], region))
    if not _MODEL.match(model_id):
        raise aws_error(400, "ValidationException", "The provided model identifier is invalid.")
    return (_model(model_id, region),)


def _model(model_id: str, region: str) -> str:
    return f"arn:aws:bedrock:{region}::foundation-model/{model_id}"
