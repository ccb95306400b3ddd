"""The code of one function: its own folder and the package it is part of, so that editing one redeploys one."""

from pathlib import Path

from aws_cdk import IgnoreMode
from aws_cdk import aws_lambda as lambda_


class MissingFunction(Exception):
    """The infrastructure names a function that has no handler."""


def function_code(source: Path, folder: str) -> lambda_.Code:
    """Take ``functions/<folder>`` from the source tree, importable as ``functions.<folder>``."""
    for needed in (source / "functions" / "__init__.py", source / "functions" / folder / "handler.py"):
        if not needed.is_file():
            raise MissingFunction(f"{needed} is missing: the template names the function {folder!r}")
    return lambda_.Code.from_asset(
        str(source),
        ignore_mode=IgnoreMode.GIT,
        exclude=[
            "/*",
            "!/functions",
            "/functions/*",
            "!/functions/__init__.py",
            f"!/functions/{folder}",
            "__pycache__",
            "*.pyc",
        ],
    )
