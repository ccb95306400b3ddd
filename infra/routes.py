"""The REST routes, read from the resolvers of the functions that serve them."""

from importlib import import_module

from firstcontact.entrypoints.rest import Api

from infra.functions import FUNCTIONS


def resolvers() -> dict[str, Api]:
    """The resolver (``app`` in the handler) of each function that has one, by folder."""
    handlers = {row.folder: import_module(f"functions.{row.folder}.handler") for row in FUNCTIONS}
    found = {folder: getattr(handler, "app", None) for folder, handler in handlers.items()}
    return {folder: app for folder, app in found.items() if isinstance(app, Api)}


def open_routes() -> tuple[str, ...]:
    """The routes that need no token."""
    return tuple(route for app in resolvers().values() if app.is_open for route in app.routes)


def signed_paths() -> tuple[str, ...]:
    """The paths that take any body, because a signature protects it."""
    return tuple(route.split(" ")[1] for app in resolvers().values() if app.takes_raw_body for route in app.routes)
