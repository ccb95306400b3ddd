"""The table of functions as tests read it."""

from infra.functions import FUNCTIONS
from infra.logical_id import logical_id


def role_of(folder: str) -> str:
    """The role of a function."""
    return f"Functions{logical_id(folder)}Role"


def holders(*kinds: str) -> set[str]:
    """The functions that have a grant of one of these kinds."""
    return {row.folder for row in FUNCTIONS for grant in row.grants if grant.name.partition(" ")[0] in kinds}
