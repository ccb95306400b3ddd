"""The one error of the command line itself."""


class CannotRun(Exception):  # noqa: N818 - reads as the sentence it is
    """The command cannot run; the message is the one line the user sees, remedy included."""
