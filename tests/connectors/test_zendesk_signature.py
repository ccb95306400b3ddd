"""A webhook counts only if one of our secrets signed exactly this body just now."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from firstcontact.connectors.zendesk.signature import PUBLISHED_TEST_SECRET, sign_body, verify_signature
from firstcontact.errors import Unauthenticated
from hypothesis import given
from hypothesis import strategies as st

SECRET, BODY = "current-secret", b'{"ticket_id": "1"}'
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STAMP = "2026-11-23T12:00:00Z"


def _refusal(signature: str, stamp: str = STAMP, body: bytes = BODY, at: datetime = AT) -> str:
    with pytest.raises(Unauthenticated) as refused:
        verify_signature(signature, stamp, body, [SECRET], at)
    return refused.value.code


def test_the_signature_covers_time_and_body_with_nothing_between() -> None:
    digest = hmac.new(SECRET.encode(), STAMP.encode() + BODY, hashlib.sha256).digest()
    assert sign_body(SECRET, STAMP, BODY) == base64.b64encode(digest).decode()
    verify_signature(sign_body(SECRET, STAMP, BODY), STAMP, BODY, [SECRET], AT)


def test_body_before_time_is_not_a_signature() -> None:
    digest = hmac.new(SECRET.encode(), BODY + STAMP.encode(), hashlib.sha256).digest()
    assert _refusal(base64.b64encode(digest).decode()) == "bad_signature"


@pytest.mark.parametrize("forged", ["", "AAAA", "é", "\udcff", sign_body("guessed", STAMP, BODY)])
def test_a_forged_signature_is_refused(forged: str) -> None:
    assert _refusal(forged) == "bad_signature"


def test_another_body_or_another_time_is_refused() -> None:
    good = sign_body(SECRET, STAMP, BODY)
    assert _refusal(good, body=BODY + b" ") == "bad_signature"
    assert _refusal(good, stamp="2026-11-23T12:00:01Z") == "bad_signature"


@pytest.mark.parametrize(("seconds", "fresh"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)])
def test_a_signature_is_fresh_for_five_minutes_either_way(seconds: int, fresh: bool) -> None:
    good, later = sign_body(SECRET, STAMP, BODY), AT + timedelta(seconds=seconds)
    if fresh:
        verify_signature(good, STAMP, BODY, [SECRET], later)
    else:
        assert _refusal(good, at=later) == "stale_signature"


@pytest.mark.parametrize("stamp", ["", "yesterday", "2026-11-23T12:00:00", "1764072000", "2026-13-01T00:00:00Z"])
def test_a_time_that_cannot_be_read_is_refused_even_if_it_was_signed(stamp: str) -> None:
    assert _refusal(sign_body(SECRET, stamp, BODY), stamp=stamp) == "bad_signature"


def test_the_previous_secret_still_counts_during_a_rotation() -> None:
    verify_signature(sign_body("previous", STAMP, BODY), STAMP, BODY, [SECRET, "previous"], AT)


def test_the_published_test_secret_never_counts_even_if_somebody_configures_it() -> None:
    known = PUBLISHED_TEST_SECRET
    with pytest.raises(Unauthenticated):
        verify_signature(sign_body(known, STAMP, BODY), STAMP, BODY, [known], AT)


@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_without_a_secret_nothing_counts(secrets: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        verify_signature(sign_body("", STAMP, BODY), STAMP, BODY, secrets, AT)


@given(st.text(), st.text(), st.binary(max_size=50))
def test_nothing_guessed_is_ever_taken(signature: str, stamp: str, body: bytes) -> None:
    with pytest.raises(Unauthenticated):
        verify_signature(signature, stamp, body, [SECRET], AT)
