"""Names of ours as CloudFormation writes them."""


def logical_id(name: str) -> str:
    """``route_intent`` as ``RouteIntent``."""
    return name.title().replace("_", "")
