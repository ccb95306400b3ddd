"""Clients of the emulator, and an environment that cannot reach a real account by mistake."""

import os
from typing import Any

import boto3
from botocore.config import Config

from infra.local.emulator.settings import REGION

_ADMINISTRATOR = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
_LOOPBACK = "127.0.0.1,localhost"


def client(service: str, endpoint: str) -> Any:
    """A boto3 client that calls one emulator as its administrator."""
    config = Config(retries={"max_attempts": 2}, read_timeout=120, proxies={})
    session: Any = boto3.Session(region_name=REGION)
    return session.client(service, endpoint_url=endpoint, config=config, **_ADMINISTRATOR)


def without_real_accounts(shell: dict[str, str]) -> dict[str, str]:
    """A shell's environment with the emulator's account instead of any other credentials."""
    return {name: value for name, value in shell.items() if not name.startswith("AWS_")} | {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": ",".join(filter(None, (shell.get("NO_PROXY"), _LOOPBACK))),
        "no_proxy": ",".join(filter(None, (shell.get("no_proxy"), _LOOPBACK))),
    }
