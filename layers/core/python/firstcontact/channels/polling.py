"""Polls the help desk for what its webhook did not deliver, and finishes events that were left pending.

A comment that the webhook delivered has a case already and is passed over; both use the same key, so that also two
at the same moment become one case. An event that did not name its comment waits for a person already; here that
comment is found and answered as any other.

The cursor moves only after a whole page was taken, so a run that is killed is repeated. A ticket that cannot be read
holds the cursor back, but not the tickets and pages after it.
"""

import json
import time
from collections.abc import Iterable
from datetime import timedelta

from firstcontact.channels.help_desk import event_key, is_from_staff
from firstcontact.channels.intake import finish_event, receive_event
from firstcontact.channels.ports import IntakeServices, PollingState
from firstcontact.channels.ticket_event import read_event
from firstcontact.errors import Conflict, FirstContactError, NotFound, Unavailable
from firstcontact.record import Record, now
from firstcontact.systems.help_desk import ChangedTicket, TicketComment

PENDING_AGE = timedelta(seconds=60)  # younger events are probably being worked on
OVERLAP = timedelta(hours=1)  # comments are looked at again for this long; more than any delay of the help desk
RUN_SECONDS = 240.0


class PollReport(Record):
    """What a run did. ``failures`` are the codes of errors; the work they stopped is repeated by the next run."""

    finished: int = 0
    started: int = 0
    tickets: int = 0
    failures: tuple[str, ...] = ()


class _Run:
    """One run and what it has done so far."""

    def __init__(self, services: IntakeServices) -> None:
        self.services = services
        self.finished = self.started = self.tickets = 0
        self.failures: list[str] = []

    def report(self) -> PollReport:
        """The counters as a record."""
        return PollReport(
            finished=self.finished, started=self.started, tickets=self.tickets, failures=tuple(self.failures)
        )


def poll(services: IntakeServices) -> PollReport:
    """Finish pending events, then start a case for each customer comment that has none."""
    run = _Run(services)
    _finish_pending(run)
    if services.help_desk.can_poll:
        try:
            _read_pages(run, time.monotonic() + RUN_SECONDS)
        except Unavailable as error:
            if error.code != "rate_limited":  # the next run starts later than any help desk asks us to wait
                raise
    return run.report()


def _finish_pending(run: _Run) -> None:
    intake = run.services.intake
    for key in intake.pending(now() - PENDING_AGE):
        run.services.budget.next_item()
        try:
            body = intake.read(key)
        except NotFound:  # it expired
            intake.settle(key)
            continue
        try:
            finish_event(key, body, run.services)
        except Exception as error:  # noqa: BLE001 - an event that breaks our code must not keep back the others
            run.failures.append(getattr(error, "code", type(error).__name__))
        else:
            run.finished += 1


def _read_pages(run: _Run, until: float) -> None:
    tickets, begun, holds_back = run.services.tickets, now(), False
    # Stored before the first call, so that a help desk that is down on the first run costs no comments.
    state = tickets.polled() or tickets.advance(PollingState(since=begun))
    cursor = state.cursor
    while True:
        run.services.budget.next_item()
        page = run.services.help_desk.changed_tickets(cursor, state.since)
        failed = _take_tickets(run, page.tickets, state)
        holds_back, cursor = holds_back or failed, page.cursor
        if not holds_back:
            since = max(state.since, begun - OVERLAP) if page.is_last else state.since
            try:
                state = tickets.advance(state.model_copy(update={"cursor": cursor, "since": since}))
            except Conflict:  # another run is ahead
                return
        if page.is_last or time.monotonic() >= until:
            return


def _take_tickets(run: _Run, changed: Iterable[ChangedTicket], state: PollingState) -> bool:
    """Start the missing cases of tickets; true if one of them could not be read."""
    failed = False
    for ticket in changed:
        run.services.budget.next_item()
        try:
            for comment in run.services.help_desk.comments(ticket.ticket_id, state.since):
                run.started += _take(ticket, comment, run.services)
        except NotFound:  # it was deleted
            continue
        except FirstContactError as error:
            if error.code == "rate_limited":
                raise
            run.failures.append(error.code)
            failed = True
        else:
            run.tickets += 1
    return failed


def _take(ticket: ChangedTicket, comment: TicketComment, services: IntakeServices) -> bool:
    """Take a comment as if the webhook had delivered it; false if it is not a customer's or has a case."""
    body = _event_body(ticket, comment)
    event = read_event(body)
    if is_from_staff(event) or services.tickets.case_of(event_key(event, "")) is not None:
        return False
    return receive_event(body, services).case_id is not None


def _event_body(ticket: ChangedTicket, comment: TicketComment) -> bytes:
    fields = {
        "ticket_id": ticket.ticket_id,
        "comment_id": comment.comment_id,
        "author_id": comment.author_id,
        "author_role": comment.author_role,
        "comment": comment.text,
        "tags": ticket.tags,
        "updated_at": ticket.updated_at,
    }
    return json.dumps(fields).encode()
