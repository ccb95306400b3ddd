"""The one error of the command line itself."""


class CannotRun(Exception):
    """The command cannot run; the message is the one line the user sees, remedy included."""
