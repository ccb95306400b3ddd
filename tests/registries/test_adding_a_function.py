"""A new function is a folder, an event and a row; a new workflow step, one state more."""

import json
from pathlib import Path

from tests.functions.handlers import CLAIM
from tests.registries.copies import ROOT, Copy

READ_ORDER = '''"""Orders: one of the customer's own, as the shop has it now."""

from firstcontact.entrypoints.rest import Api, http
from firstcontact.errors import NotFound
from firstcontact.identity.claims import require_customer_id
from firstcontact.systems.orders import Order

app = Api("Orders")


@app.get("/v1/orders/<order_id>", summary="An order of mine", tags=["orders"])
def read_order(order_id: str) -> Order:
    """The order, if it is the customer's own."""
    customer_id, order = require_customer_id(app.caller), app.services.orders.get(order_id)
    if order.customer_id != customer_id:
        raise NotFound("there is no such order", code="order_not_found")
    return order


handler = http(app)
'''
TABLE, RESOLUTION = "infra/functions.py", "infra/workflows/resolution.py"
READ_ORDER_ROW = '    Function("read_order", reach("orders") + accept_tokens(), seconds=10),'
CHECK_TONE_ROW = '    Function("check_tone", read_write_rows("cases")),'
CHECK_TONE_STATE = '        **step("CheckTone", {"send": "SendReply"}),'
EVERY_FUNCTION = ("tests/infra/test_permissions.py", "tests/functions/test_every_door.py")


def read_order_event() -> str:
    event = (ROOT / "events" / "open_claim" / "read.json").read_text()
    return event.replace("v1/claims", "v1/orders").replace("claim_id", "order_id").replace(CLAIM, "1017")


def folders(touched: set[str], function: str) -> set[str]:
    return {name.rpartition("/")[0] for name in touched if f"/{function}/" in name}


def test_a_function_behind_the_api_is_a_folder_an_event_and_a_row(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    copy.write("functions/read_order/__init__.py", '"""The function ``read_order``."""\n')
    copy.write("functions/read_order/handler.py", READ_ORDER)
    copy.write("events/read_order/read.json", read_order_event())
    copy.insert(TABLE, READ_ORDER_ROW, after="# Invoked by the APIs")

    copy.run("infra.openapi")
    copy.run("ruff", "check", "--no-cache", "functions", "infra")
    templates = ("tests/infra/test_apis.py", "tests/infra/test_settings.py", "tests/functions/test_openapi.py")
    output = copy.test(*templates, *EVERY_FUNCTION, "-k", "infra or openapi or prepared or read_order")

    assert "[read_order] PASSED" in output
    assert "[read_order/read] PASSED" in output
    described = json.loads((copy.folder / "functions" / "console" / "openapi.json").read_text())
    assert "/v1/orders/{order_id}" in described["paths"]
    places = folders(copy.touched(), "read_order")
    assert places == {"functions/read_order", "events/read_order"}
    assert {name for name in copy.touched() if name.rpartition("/")[0] not in places} == {TABLE}


def test_a_workflow_step_is_a_function_and_one_state(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    copy.write("functions/check_tone/__init__.py", '"""The function ``check_tone``."""\n')
    neighbour = (ROOT / "functions" / "gate_reply" / "handler.py").read_text()
    copy.write("functions/check_tone/handler.py", neighbour.replace("GateReply", "CheckTone"))
    copy.write("events/check_tone/task.json", (ROOT / "events" / "gate_reply" / "task.json").read_text())
    copy.insert(TABLE, CHECK_TONE_ROW, after="# Steps of the workflows that answer")
    copy.insert(RESOLUTION, CHECK_TONE_STATE, after='**step("GateReply"')
    copy.replace(RESOLUTION, '"GateReply", {"send": "SendReply"}', '"GateReply", {"send": "CheckTone"}')

    copy.run("infra.workflows")
    templates = ("tests/workflows/test_definitions.py", "tests/infra/test_operations.py")
    output = copy.test(*templates, *EVERY_FUNCTION, "-k", "infra or workflows or check_tone")

    assert "[check_tone] PASSED" in output
    assert "[check_tone/task] PASSED" in output
    places = folders(copy.touched(), "check_tone")
    assert places == {"functions/check_tone", "events/check_tone"}
    assert {name for name in copy.touched() if name.rpartition("/")[0] not in places} == {TABLE, RESOLUTION}
