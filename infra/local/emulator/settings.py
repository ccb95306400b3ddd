"""The settings of one emulator, and the environment that its modules read on import."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
ACCOUNT = "000000000000"
REGION = "us-east-1"
_NOT_INHERITED = ("AWS_", "MINISTACK_", "LOCALSTACK_", "LAMBDA_", "SFN_", "S3_", "SERVICES", "USE_SSL", "EDGE_PORT")


@dataclass(frozen=True)
class EmulatorSettings:
    """The address, folders and worker configuration of one emulator."""

    port: int
    home: Path
    worker_python: Path
    worker_environment: Mapping[str, str] = field(default_factory=dict)
    workers_per_function: int = 4

    @property
    def url(self) -> str:
        """The address of all AWS services."""
        return f"http://{HOST}:{self.port}"

    @property
    def state(self) -> Path:
        """The folder of the state that survives a stop."""
        return self.home / "state"

    @property
    def extracted(self) -> Path:
        """The folder of unpacked functions and layers."""
        return self.home / "extracted"

    @property
    def scratch(self) -> Path:
        """The folder of the files that functions write, in place of ``/tmp``."""
        return self.home / "scratch"

    @property
    def function_logs(self) -> Path:
        """The folder with one log file per function."""
        return self.home / "logs" / "functions"


def prepare_environment(settings: EmulatorSettings) -> None:
    """Set the variables that the emulator reads on import, and remove conflicting ones of the shell."""
    for name in [name for name in os.environ if name.startswith(_NOT_INHERITED)]:
        del os.environ[name]
    os.environ.update(
        {
            "GATEWAY_PORT": str(settings.port),
            "BIND_HOST": HOST,
            "MINISTACK_REGION": REGION,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AUTH": "true",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(settings.state / "services"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(settings.state / "objects"),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "DOCKER_HOST": "unix:///nonexistent/docker.sock",
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        }
    )
