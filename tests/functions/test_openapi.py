"""The API's document is what the handlers say, and is kept beside the page that serves it."""

import json

from infra.openapi import FILE, document


def test_the_committed_document_is_the_one_the_handlers_generate() -> None:
    assert json.loads(FILE.read_text()) == document(), "run: make openapi"


def test_every_call_names_its_problems_and_only_the_open_ones_need_no_token() -> None:
    operations = {
        f"{method.upper()} {path}": operation
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }
    assert all("default" in operation["responses"] for operation in operations.values())
    opened = {name for name, operation in operations.items() if operation.get("security") == []}
    assert opened == {"POST /v1/zendesk/webhooks", "GET /health"}
