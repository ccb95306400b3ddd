"""Zendesk's trigger webhook: verifies an event, ignores duplicates, and starts the workflow."""

from firstcontact.cases.steps import EntryPoint
from firstcontact.channels.help_desk import case_from_event, event_key, is_from_customer
from firstcontact.channels.ticket_event import TicketEvent
from firstcontact.connectors.zendesk.signature import verify_signature
from firstcontact.entrypoints.rest import Api, http
from firstcontact.errors import Conflict, Unavailable
from firstcontact.record import Record, new_id, now
from firstcontact.services import Services
from firstcontact.validation import invalid_from
from pydantic import ValidationError

MAX_BODY = 65_536  # bytes; a ticket can contain whole e-mails
app = Api("Zendesk webhook", max_body=MAX_BODY, is_open=True)  # no token: the signature is checked instead


class Taken(Record):
    """The result of an event: the id of its case, or that the event was ignored."""

    case_id: str | None
    taken: bool


@app.post("/v1/zendesk/webhooks", summary="Signed trigger webhook", tags=["zendesk"])
def receive_event() -> Taken:
    """Start a case for a customer's comment. A repeated event returns the same case; our own comments are ignored."""
    services, event = app.services, _verified()
    if not is_from_customer(event, services.help_desk.own_author_id()):
        return Taken(case_id=None, taken=False)
    try:
        return Taken(case_id=_start(event, services), taken=True)
    except Unavailable as error:
        # Zendesk retries a 409 three times and a 500 never.
        raise Conflict(f"not processed yet: {error.detail}", code="try_again", remedy="Send it again.") from error


def _verified() -> TicketEvent:
    request, secrets = app.current_event, app.services.zendesk_secret.fields()
    headers = {name.lower(): value for name, value in request.headers.items()}
    body = (request.body or "").encode()
    verify_signature(
        headers.get("x-zendesk-webhook-signature", ""),
        headers.get("x-zendesk-webhook-signature-timestamp", ""),
        body,
        [secrets.get("webhook_secret", ""), secrets.get("previous_webhook_secret", "")],
        now(),
    )
    try:
        return TicketEvent.model_validate_json(body)
    except ValidationError as error:
        raise invalid_from(error) from error


def _start(event: TicketEvent, services: Services) -> str:
    """Store the case before starting the workflow, so that a retry after a failed start uses the same case."""
    key = event_key(event)
    case_id = services.idempotency_store.begin(key, event.comment, holder=new_id("hook"))
    if case_id is None:
        case = services.cases.put(case_from_event(event, new_id("case")))
        case_id = case.case_id
        services.idempotency_store.settle(key, case_id)
    services.meter.concerns(case_id)
    services.workflow.start(case_id, EntryPoint.GUARD)
    return case_id


handler = http(app)
