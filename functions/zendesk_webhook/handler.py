"""Zendesk's trigger webhook: verifies an event, stores it, and only then reads it and starts a case."""

from firstcontact.channels.intake import Outcome, finish_event
from firstcontact.connectors.zendesk.signature import verify_signature
from firstcontact.entrypoints.rest import Api, http
from firstcontact.errors import Conflict, FirstContactError, Unauthenticated, Unavailable
from firstcontact.record import Record, now
from firstcontact.services import Services
from firstcontact.telemetry import logger, where

# No token: the signature is checked instead, over the raw bytes.
app = Api("Zendesk webhook", max_body=None, is_open=True)


class Accepted(Record):
    """The result of an event: its case, if it is known yet, and whether the event counts.

    ``taken`` is false for comments of our own or of other agents, and for an event that is older than one that was
    taken for the same comment.
    """

    case_id: str | None
    taken: bool


@app.post("/v1/zendesk/webhooks", summary="Signed trigger webhook", tags=["zendesk"])
def receive_event() -> Accepted:
    """Store an event and start a case for a customer's comment; a repeated event returns the same case.

    401 unless the event was signed with the current or the previous secret at most five minutes before or after now;
    then nothing is stored. 409 if it cannot be stored now. Once it is stored, the answer is 200 whatever it contains:
    an event that cannot be read becomes a case for a person, and one that cannot be processed now is finished by the
    poller. Only a body over 6 MB, which Lambda does not accept, is refused before it arrives here.
    """
    services, body = app.services, app.raw_body
    _verify(body, services)
    try:
        key = services.intake.keep(body)
    except Unavailable as error:
        # Zendesk retries a 409 three times and a 500 never.
        raise Conflict(f"not stored: {error.detail}", code="try_again", remedy="Send it again.") from error
    return _finish(key, body, services)


def _finish(key: str, body: bytes, services: Services) -> Accepted:
    """The result of a stored event; any failure leaves it pending, for the poller."""
    try:
        taken = finish_event(key, body, services)
    except Exception as error:  # noqa: BLE001 - it is stored, and Zendesk would never send it again after a 500
        code = error.code if isinstance(error, FirstContactError) else type(error).__name__
        logger().error("event left pending", extra={"intake_key": key, "code": code, "where": where(error)})
        return Accepted(case_id=None, taken=True)
    if taken.case_id:
        services.meter.concerns(taken.case_id)
    if taken.outcome is Outcome.STALE:
        logger().warning("stale event dropped", extra={"intake_key": key})
    return Accepted(case_id=taken.case_id, taken=taken.outcome is Outcome.TAKEN)


def _verify(body: bytes, services: Services) -> None:
    """Check the signature; if it does not match, read the secrets again, because they may have been rotated."""
    secret = services.zendesk_secret
    try:
        _verify_with(secret.fields(), body)
    except Unauthenticated as error:
        if error.code != "bad_signature":
            raise
        _verify_with(secret.reread(), body)


def _verify_with(secrets: dict[str, str], body: bytes) -> None:
    headers = {name.lower(): value for name, value in app.current_event.headers.items()}
    verify_signature(
        headers.get("x-zendesk-webhook-signature", ""),
        headers.get("x-zendesk-webhook-signature-timestamp", ""),
        body,
        [secrets.get("webhook_secret", ""), secrets.get("previous_webhook_secret", "")],
        now(),
    )


handler = http(app)
