"""Runs Python functions with the real runtime interface client, in a bare interpreter.

The emulator's own Python worker reports every failure as ``Runtime.HandlerError``, so Retry and Catch entries for
specific exceptions never match, and it gives functions access to the packages of its own environment. Here
``awslambdaric`` drives each function through the emulator's Runtime API, as in AWS, and the function can import
only its own code and its layers.
"""

import os
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from infra.local.emulator.addresses import on_loopback
from infra.local.emulator.archives import ArchiveCache
from infra.local.emulator.settings import EmulatorSettings

_INHERITED = ("PATH", "HOME", "LANG", "FIRST_CONTACT_RUN")
_ENTRY = Path(__file__).with_name("worker_entry.py")


class PythonWorkers:
    """Prepares the processes of Python functions: code folder, layers and environment."""

    def __init__(self, settings: EmulatorSettings, archives: ArchiveCache) -> None:
        self._settings, self._archives = settings, archives
        self._layers: dict[str, Path] = {}

    def code_folder(self, code: bytes) -> str:
        """Unpack a function and add its start script."""
        folder = self._archives.unpack(code)
        start, program = folder / "bootstrap", f'#!/bin/sh\nexec "{self._settings.worker_python}" -s "{_ENTRY}"\n'
        # Forking while the file is open for writing would copy the handle, and the script could not be executed.
        with lambda_svc._provided_code_lock:
            if not start.exists() or start.read_text() != program:
                start.write_text(program)
                start.chmod(0o755)
        return str(folder)

    def environment(self, config: dict[str, Any], code_folder: str, port: int) -> dict[str, str]:
        """The environment of a worker: what AWS provides, and the emulator's address, but nothing of this shell."""
        name = config["FunctionName"]
        _, region = lambda_runtime._account_region_from_function_config(config)
        return {
            **{key: os.environ[key] for key in _INHERITED if key in os.environ},
            **{
                key: on_loopback(value, self._settings.port)
                for key, value in lambda_svc._runtime_env_vars(config).items()
            },
            **lambda_runtime.execution_credentials(config),
            "AWS_DEFAULT_REGION": region,
            "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
            "AWS_ENDPOINT_URL": self._settings.url,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{config['Runtime']}",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(config.get("MemorySize", 128)),
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_LAMBDA_FUNCTION_VERSION": config.get("Version", "$LATEST"),
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": config.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{name}"),
            "AWS_LAMBDA_LOG_STREAM_NAME": "local",
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
            "AWS_REGION": region,
            "LAMBDA_TASK_ROOT": code_folder,
            "TMPDIR": str(self._settings.scratch / name),
            "PYTHONFAULTHANDLER": "1",  # a crashing interpreter's last lines say where it was
            "PYTHONPATH": os.pathsep.join(str(folder / "python") for folder in self._layer_folders(config)),
            "TZ": ":UTC",
            "_HANDLER": config["Handler"],
            **self._settings.worker_environment,
        }

    def _layer_folders(self, config: dict[str, Any]) -> list[Path]:
        """The unpacked layers of a function, in order."""
        folders = []
        for layer in config.get("Layers") or []:
            arn = layer["Arn"] if isinstance(layer, dict) else layer
            if arn not in self._layers:
                archive = lambda_svc._resolve_layer_zip(layer)
                if archive is None:
                    raise ValueError(f"the layer {arn} has no content")
                self._layers[arn] = self._archives.unpack(archive)
            folders.append(self._layers[arn])
        return folders


def run_on_interface_client(settings: EmulatorSettings, archives: ArchiveCache) -> None:
    """Run every Python function through the Runtime API as described above."""
    workers = PythonWorkers(settings, archives)
    lambda_runtime._worker_class_for = lambda config: lambda_runtime.ProvidedWorker
    lambda_svc._execute_function_warm = lambda_svc._execute_function_provided_warm
    lambda_svc._provided_runtime_code_dir = workers.code_folder
    lambda_svc._provided_worker_env = workers.environment
