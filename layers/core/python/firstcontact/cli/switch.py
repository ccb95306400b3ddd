"""Set the handoff switch: send every case to a person, or let replies be sent automatically."""

import argparse

from firstcontact.cli import local_suite
from firstcontact.cli.errors import CannotRun


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``switch people|auto``."""
    parser.add_argument("position", choices=("people", "auto"), help="people: every reply is read by a person first")
    parser.add_argument("--parameter", help="the SSM parameter, if not the local suite's")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Set the parameter; functions pick it up within five seconds."""
    from botocore.exceptions import BotoCoreError, ClientError

    name, client = local_suite.resource(options.parameter, "SwitchParameter", "ssm")
    try:
        client.put_parameter(Name=name, Value=options.position, Type="String", Overwrite=True)
    except (BotoCoreError, ClientError) as error:
        raise CannotRun(f"the switch {name} could not be set: {error}") from error
    print(f"{name} = {options.position}")
    return 0
