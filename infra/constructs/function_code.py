"""The code of one function: its own folder and the package it belongs to, so that a change redeploys only one."""

from pathlib import Path

from aws_cdk import IgnoreMode
from aws_cdk import aws_lambda as lambda_


class MissingFunction(Exception):
    """A function of the infrastructure has no handler file."""


def function_code(source: Path, folder: str) -> lambda_.Code:
    """The code in ``functions/<folder>``, importable as ``functions.<folder>``."""
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
