"""Port IntakeStore: raw bodies are kept byte for byte, and are pending until they are settled."""

from datetime import timedelta

import pytest
from firstcontact.adapters.aws.intake import MAX_ITEM_BODY
from firstcontact.channels.ports import IntakeStore
from firstcontact.errors import NotFound
from firstcontact.record import now

LATER = timedelta(seconds=5)
BODIES = [
    b"",
    b'{"comment": "Hello"}',
    "Päckchen 📦".encode(),
    bytes(range(256)),
    b"x" * MAX_ITEM_BODY,
    b"x" * (MAX_ITEM_BODY + 1),
    b"\xff\x00" * 3_000_000,
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: f"{len(body)} bytes")
def test_a_body_is_read_as_it_was_kept(intake: IntakeStore, body: bytes) -> None:
    assert intake.read(intake.keep(body)) == body


def test_the_same_bytes_have_the_same_key(intake: IntakeStore) -> None:
    assert intake.keep(b"one") == intake.keep(b"one") != intake.keep(b"another")


def test_what_was_kept_is_pending_until_it_is_settled(intake: IntakeStore) -> None:
    first, second = intake.keep(b"first"), intake.keep(b"x" * (MAX_ITEM_BODY + 1))
    assert intake.pending(now() + LATER) == [first, second]
    for _ in range(2):
        intake.settle(first)
        assert intake.pending(now() + LATER) == [second]
    assert intake.read(first) == b"first"


def test_what_arrived_later_is_not_named_and_the_oldest_come_first(intake: IntakeStore) -> None:
    keys = [intake.keep(b"%d" % number) for number in range(3)]
    assert intake.pending(now() - LATER) == []
    assert intake.pending(now() + LATER, limit=2) == keys[:2]


def test_an_unknown_body_is_not_found(intake: IntakeStore) -> None:
    with pytest.raises(NotFound) as refusal:
        intake.read("0" * 64)
    assert refusal.value.code == "event_not_found"
    intake.settle("0" * 64)
