"""Failures of the runner, with a message that the user can act on."""


class RunnerFailure(Exception):
    """Ends a command with one line and exit code 2, never with a traceback."""
