"""The command line's own error."""


class CannotRun(Exception):
    """The command cannot run; the message is the one line that the user sees, including the remedy."""
