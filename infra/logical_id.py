"""Converts our names to CloudFormation's logical ids."""


def logical_id(name: str) -> str:
    """Convert ``route_intent`` to ``RouteIntent``."""
    return name.title().replace("_", "")
