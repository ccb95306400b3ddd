"""Signed events of any size and shape: each is stored, and becomes a case to answer or a case for a person."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from firstcontact.channels.ticket_event import MAX_QUESTION_BYTES
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.services import FakeServices
from tests.functions.handlers import body, call
from tests.functions.ticket_events import GOOD, NOON, case_for_a_person, deliver, send


@pytest.fixture(autouse=True, scope="module")
def _noon() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("functions.zendesk_webhook.handler.now", lambda: NOON)
        yield


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "not JSON": (b'{"ticket_id": "3042", "comment": "He said "no""}', "it is not JSON"),
    "cut off": (b'{"ticket_id": "3042", "comm', "it is not JSON"),
    "empty": (b"", "it is not JSON"),
    "a form": (b"ticket_id=3042&comment=Hello", "it is not JSON"),
    "half a character pair": (json.dumps({**GOOD, "comment": "\ud83d"}).encode(), "it is not JSON"),
    "nested without end": (b"[" * 100_000, "it is not JSON"),
    "a list": (json.dumps([GOOD]).encode(), "it is not a JSON object"),
    "null": (b"null", "it is not a JSON object"),
    "no ticket": (json.dumps({**GOOD, "ticket_id": None}).encode(), "it names no ticket"),
    "a ticket that is a path": (json.dumps({**GOOD, "ticket_id": "../1"}).encode(), "it names no ticket"),
    "a huge number": (b'{"ticket_id": ' + b"9" * 4000 + b', "comment": "Hello"}', "it names no ticket"),
    "no author": (json.dumps({**GOOD, "author_id": ""}).encode(), "it names no author"),
    "no comment id": (json.dumps({**GOOD, "comment_id": None}).encode(), "it names no comment"),
    "an unknown role": (json.dumps({**GOOD, "author_role": "bot"}).encode(), "the author's role is unknown"),
    "no role": (json.dumps({**GOOD, "author_role": None}).encode(), "the author's role is unknown"),
    "an empty comment": (json.dumps({**GOOD, "comment": ""}).encode(), "the comment is empty"),
    "a blank comment": (json.dumps({**GOOD, "comment": " \n"}).encode(), "the comment is empty"),
    "no comment": (json.dumps({**GOOD, "comment": None}).encode(), "the comment is empty"),
    "a comment in parts": (json.dumps({**GOOD, "comment": ["Hello"]}).encode(), "the comment is not text"),
    "U+FFFD": (
        json.dumps({**GOOD, "comment": "Wo ist mein P\ufffdckchen?"}, ensure_ascii=False).encode(),
        "part of the comment was lost to a wrong encoding",
    ),
    "U+FFFD, escaped": (
        json.dumps({**GOOD, "comment": "\ufffd"}).encode(),
        "part of the comment was lost to a wrong encoding",
    ),
    "Latin-1": (
        json.dumps({**GOOD, "comment": "Päckchen"}, ensure_ascii=False).encode("latin-1"),
        "part of the comment was lost to a wrong encoding",
    ),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_an_event_that_cannot_be_read_waits_for_a_person_with_its_text(services: FakeServices, kind: str) -> None:
    raw, reason = UNREADABLE[kind]
    case = case_for_a_person(services, deliver(services, raw))
    assert reason in case.reason
    assert case.question.strip()
    assert services.inbox.bodies[case.intake_key] == raw


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_repeated_event_that_cannot_be_read_is_one_case(services: FakeServices, kind: str) -> None:
    first, second = (deliver(services, UNREADABLE[kind][0]) for _ in range(2))
    assert body(first) == body(second)
    case_for_a_person(services, second)


@pytest.mark.parametrize("kind", ["no ticket", "no author", "not JSON"])
def test_a_case_that_is_not_linked_to_its_ticket_says_where_to_look(services: FakeServices, kind: str) -> None:
    case = case_for_a_person(services, deliver(services, UNREADABLE[kind][0]))
    assert case.ticket_id is None
    assert case.reason.endswith("; look in the help desk whether it was answered")


@pytest.mark.parametrize(
    "changed",
    [
        {"tags": None},
        {"tags": ["vip", "gold"]},
        {"tags": "vip gold"},
        {"tags": {"vip": True}},
        {"subject": None},
        {"subject": "\ufffd"},
        {"ticket_id": 3042, "comment_id": 88001, "author_id": 77},
        {"ticket_id": 3042.0},
        {"ticket_id": " 3042 "},
        {"author_role": "End-user"},
        {"author_role": "end_user"},
        {"author_role": "END USER"},
        {"updated_at": None},
        {"updated_at": 1795435200},
        {"unknown": {"deep": [1, None]}},
    ],
)
def test_what_an_answer_does_not_need_is_read_leniently(services: FakeServices, changed: dict[str, Any]) -> None:
    case = services.cases.get(body(send(services, **changed))["case_id"])
    assert (case.question, case.ticket_id, case.reason) == (GOOD["comment"], "3042", "")
    assert services.durable.started == [(case.case_id, "guard")]


def test_a_byte_order_mark_is_no_fault(services: FakeServices) -> None:
    case_id = body(deliver(services, b"\xef\xbb\xbf" + json.dumps(GOOD).encode()))["case_id"]
    assert services.cases.get(case_id).reason == ""


def test_a_comment_that_is_a_number_is_text(services: FakeServices) -> None:
    assert services.cases.get(body(send(services, comment=1017))["case_id"]).question == "1017"


@pytest.mark.parametrize("tags", ["vip valued", ["vip", "valued"]])
def test_a_tag_says_whom_the_shop_values(services: FakeServices, tags: object) -> None:
    assert services.cases.get(body(send(services, tags=tags))["case_id"]).valued


@pytest.mark.parametrize("unit", ["Hello. ", "ü", "😀", "\\", '"', "\x00"])
def test_a_comment_that_is_too_long_waits_for_a_person_who_sees_its_beginning(
    services: FakeServices, unit: str
) -> None:
    text = unit * (300_000 // len(unit))
    case = case_for_a_person(services, send(services, comment=text))
    assert text.startswith(case.question)
    assert MAX_QUESTION_BYTES // 2 < len(case.model_dump_json().encode()) < MAX_QUESTION_BYTES + 2_000
    assert text in json.loads(services.inbox.bodies[case.intake_key])["comment"]


def test_a_large_event_with_a_short_comment_is_answered(services: FakeServices) -> None:
    case = services.cases.get(body(send(services, subject="x" * 5_000_000))["case_id"])
    assert case.reason == ""


def test_the_reason_for_a_person_says_nothing_of_what_was_written(services: FakeServices) -> None:
    case = case_for_a_person(services, send(services, comment="Canary-7731 \ufffd", author_role="Canary-7731"))
    assert "Canary" not in case.reason


def test_the_prepared_events_that_make_no_sense_are_casescase_for_a_person() -> None:
    for name in ("missing_field", "not_json", "too_large"):
        services = FakeServices()
        case_for_a_person(services, call(f"zendesk_webhook/{name}", services))


def _broken(fields: dict[str, Any], at: int, bad: bytes) -> bytes:
    raw = json.dumps(fields).encode()
    return raw[:at] + bad + raw[at + 1 :]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_EVENT = st.fixed_dictionaries(
    {name: st.just(value) | _JSON for name, value in GOOD.items()}, optional={"tags": _JSON}
)
_BODY = st.one_of(
    _EVENT.map(lambda fields: json.dumps(fields).encode()),
    _JSON.map(lambda value: json.dumps(value).encode()),
    st.binary(max_size=200),
    st.builds(_broken, _EVENT, st.integers(0, 400), st.binary(max_size=4)),
)


@given(raw=_BODY)
def test_whatever_is_signed_is_stored_and_becomes_a_case_unless_we_or_an_agent_wrote_it(raw: bytes) -> None:
    services = FakeServices()
    answer = body(deliver(services, raw))
    assert list(services.inbox.bodies.values()) == [raw]
    assert not services.inbox.arrived
    if answer["taken"]:
        case = services.cases.get(answer["case_id"])
        assert services.durable.started == [(case.case_id, "review" if case.reason else "guard")]
        assert case.question.strip()
    else:
        fields = json.loads(raw.decode("utf-8-sig", "replace"))
        staff = str(fields["author_role"]).strip().lower() in ("agent", "admin")
        assert staff or str(fields["author_id"]).strip() == "900"
