"""What one emulator is told when it starts, and the environment that its modules read on import."""

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
    """One emulator: where it listens, what it keeps, and what its functions run on."""

    port: int
    home: Path
    worker_python: Path
    worker_environment: Mapping[str, str] = field(default_factory=dict)
    workers_per_function: int = 4

    @property
    def url(self) -> str:
        """The one address every AWS call goes to."""
        return f"http://{HOST}:{self.port}"

    @property
    def state(self) -> Path:
        """What survives a stop."""
        return self.home / "state"

    @property
    def extracted(self) -> Path:
        """Where functions and layers are unpacked."""
        return self.home / "extracted"

    @property
    def function_logs(self) -> Path:
        """One file per function, as its workers wrote it."""
        return self.home / "logs" / "functions"


def prepare_environment(settings: EmulatorSettings) -> None:
    """Set what the emulator reads when it is imported, and drop what a shell might have set otherwise."""
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
