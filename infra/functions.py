"""Every function of the suite: its resources and its grants. Anything not granted here is denied.

A new function is a folder under ``functions``, an event under ``events`` and a row here. REST routes are read from
the function's resolver, steps of a workflow from the workflow's placeholders.
"""

from typing import NamedTuple

from firstcontact.claims.photos import CLAIM_PHOTOS
from firstcontact.knowledge.files import INDEX, REPORTS

from infra.constructs.layers import ENCODING, READING, ROUTING
from infra.grants import (
    Grants,
    accept_tokens,
    analyze_photos,
    change_rows,
    drain_reviews,
    keep_intake,
    put_knowledge,
    reach,
    read_history,
    read_knowledge,
    read_rows,
    read_shop,
    read_switch,
    read_uploads,
    read_write_rows,
    resume,
    scan_rows,
    search_index,
    send_to_sockets,
    show_socket_address,
    show_uploads_address,
    sign_uploads,
    start,
    stream_drafts,
    watch,
    write_index,
    write_rows,
)

FULL_CPU = 1769  # MiB; from here on Lambda gives a function a full processor
INDEX_DISK = 4096  # MiB; two versions of an index of 300,000 passages and their unpacked files
EVERY_FUNCTION: Grants = write_rows("costs")


# How many calls of one function may run at once, by what calls it.
CUSTOMERS = 200
PAGES = 40
HELP_DESK = 40
STEP = 30
STAFF = 20
QUEUE = 10
FINANCE = 5
ALONE = 1


class Function(NamedTuple):
    """One function: its folder, its grants besides ``EVERY_FUNCTION``, its layers besides core and runtime.

    With ``every_minutes``, it runs on a schedule. ``reserved`` bounds how many of its calls run at once, and keeps
    room for as many whatever else is called.
    """

    folder: str
    grants: Grants = ()
    layers: tuple[str, ...] = ()
    seconds: int = 30
    memory: int = 512
    disk: int = 512
    every_minutes: int | None = None
    reserved: int = STEP


_CHAT = (
    read_write_rows("cases", "conversations", "ledger", "connections", "outcomes")
    + change_rows("conversations")
    + read_knowledge()
    + search_index()
    + read_switch()
    + reach("orders", "shipping")
    + stream_drafts(within=18)
    + start("resolution")
    + send_to_sockets()
    + accept_tokens()
)
_REVIEW_DESK = (
    read_write_rows("reviews", "cases")
    + read_rows("claims", "conversations")
    + read_uploads(CLAIM_PHOTOS)
    + start("resolution")
    + resume("resolution", "claim")
    + read_shop()
    + accept_tokens()
)
_FILE_REVIEW = (
    drain_reviews(batch=5)
    + read_write_rows("reviews", "cases", "conversations", "connections", "outcomes")
    + read_rows("claims")
    + start("resolution")
    + resume("resolution", "claim")
    + reach("help_desk")
    + read_shop()
    + send_to_sockets()
)
_OPEN_CLAIM = (
    read_write_rows("claims", "cases") + sign_uploads(CLAIM_PHOTOS) + reach("orders") + read_shop() + accept_tokens()
)
_TAKE_ACTION = read_write_rows("cases", "ledger") + reach("orders", "shipping", "payments") + read_shop()
_SEND_REPLY = (
    read_write_rows("cases", "conversations", "claims", "connections") + reach("help_desk") + send_to_sockets()
)
_VERIFY_CLAIM = read_write_rows("claims") + read_uploads(CLAIM_PHOTOS) + reach("orders") + analyze_photos()
_RECORD_OUTCOME = read_write_rows("cases", "outcomes") + read_history("resolution", "claim")
_SWEEP_CASES = (
    read_write_rows("cases", "conversations", "reviews", "claims", "outcomes", "ledger")
    + change_rows("cases")
    + reach("orders", "shipping", "payments")
    + start("resolution")
    + resume("resolution", "claim")
    + watch("resolution", "claim")
    + read_shop()
)
_TAKE_TICKETS = keep_intake() + read_write_rows("cases") + reach("help_desk")
_INGEST = read_knowledge() + put_knowledge(INDEX, REPORTS) + write_index()

FUNCTIONS = (
    # Invoked by the APIs
    Function("chat", _CHAT, ROUTING, seconds=29, memory=FULL_CPU, disk=INDEX_DISK, reserved=CUSTOMERS),
    Function("authorize_socket", accept_tokens(), ("identity",), seconds=10, reserved=PAGES),
    Function("zendesk_webhook", _TAKE_TICKETS, seconds=10, reserved=HELP_DESK),
    Function("review_desk", _REVIEW_DESK, seconds=10, reserved=STAFF),
    Function("open_claim", _OPEN_CLAIM, seconds=10, reserved=STAFF),
    Function("report", scan_rows("outcomes", "costs") + accept_tokens(), seconds=29, reserved=FINANCE),
    Function(
        "console",
        show_socket_address() + show_uploads_address() + read_shop() + accept_tokens(),
        seconds=10,
        reserved=PAGES,
    ),
    # Invoked by a queue or a stream
    Function("file_review", _FILE_REVIEW, reserved=QUEUE),
    Function("publish_due", start("resolution")),
    Function("ingest_knowledge", _INGEST, READING, seconds=900, memory=3008, disk=INDEX_DISK, reserved=QUEUE),
    # Invoked by a schedule
    Function("sweep_cases", _SWEEP_CASES, seconds=55, every_minutes=1, reserved=ALONE),
    Function("poll_tickets", _TAKE_TICKETS, seconds=300, every_minutes=5, reserved=ALONE),
    # Steps of the workflows that answer a case and check a claim
    Function("guard_message", read_write_rows("cases")),
    Function("route_intent", read_write_rows("cases") + read_switch() + read_knowledge(), ROUTING, memory=FULL_CPU),
    Function(
        "retrieve_knowledge",
        read_write_rows("cases") + read_knowledge() + search_index(),
        ENCODING,
        memory=FULL_CPU,
        disk=INDEX_DISK,
    ),
    Function("draft_reply", read_write_rows("cases") + stream_drafts(within=45), seconds=60),
    Function("gate_reply", read_write_rows("cases") + read_knowledge(), ENCODING, memory=FULL_CPU),
    Function("take_action", _TAKE_ACTION),
    Function("send_reply", _SEND_REPLY),
    Function("verify_claim", _VERIFY_CLAIM, ("imaging",), seconds=60, memory=FULL_CPU, reserved=QUEUE),
    Function("record_outcome", _RECORD_OUTCOME),
    # Steps of the bulk ingestion workflow
    Function("ingest_files", _INGEST, READING, seconds=900, memory=3008, disk=INDEX_DISK, reserved=QUEUE),
    Function(
        "check_files",
        read_knowledge() + write_index(),
        ENCODING,
        seconds=900,
        memory=FULL_CPU,
        disk=INDEX_DISK,
        reserved=QUEUE,
    ),
)
