"""The drafter on Bedrock: a whole answer in time, or none."""

import time

import pytest
from firstcontact.adapters.aws.bedrock import BedrockDrafter
from firstcontact.adapters.aws.clients import ATTEMPTS
from firstcontact.drafting.records import Draft
from firstcontact.errors import TooSlow, Unavailable
from firstcontact.knowledge.records import Passage
from firstcontact.resilience.budget import Budget
from firstcontact.routing.route import Tier
from firstcontact.telemetry import Meter

from infra.local.standins.eventstream import frame
from tests.adapters.aws.wire import Answer, Wire, failed, hang_up, said, streamed, written

MODEL, STRONG = "amazon.nova-lite-v1:0", "amazon.nova-pro-v1:0"
PASSAGE = Passage(document_id="d", title="Returns", url="u", text="Returns take 30 days.", score=1, cosine=1)
BEGINNING = written("Returns ", "take ")[:3]
BROKEN = {"message": "customer ada@example.com", "originalStatusCode": 500, "originalMessage": "broke"}


def test_the_pieces_of_an_answer_make_one_draft(wire: Wire, meter: Meter) -> None:
    wire.answers_with(streamed(written("Returns take ", "30 d", "ays [1]. Grüße", " 👋 [1].")))
    draft = _draft(meter)
    assert draft.sentences == ("Returns take 30 days.", "Grüße 👋.")
    assert draft.citations == ((1,), (1,))
    assert draft.model_id == MODEL


def test_the_model_gets_question_and_passages_as_data_and_no_tools(wire: Wire, meter: Meter) -> None:
    wire.answers_with(streamed(written("NO_ANSWER")))
    assert _draft(meter).abstains
    (call,) = wire.calls
    assert call.path == "/model/amazon.nova-lite-v1%3A0/converse-stream"
    assert "toolConfig" not in call.json
    assert call.json["inferenceConfig"]["temperature"] == 0.0
    (message,) = call.json["messages"]
    assert "<question>How long?</question>" in message["content"][0]["text"]


def test_every_kind_of_token_is_metered_for_its_model(wire: Wire, meter: Meter) -> None:
    usage = {"inputTokens": 812, "outputTokens": 41, "totalTokens": 900, "cacheReadInputTokens": 47}
    wire.answers_with(streamed(written("Yes [1].", usage={**usage, "cacheWriteInputTokens": 0})))
    _draft(meter)
    assert {(used.item, used.variant, int(used.amount)) for used in meter.drain()} == {
        ("bedrock.input_tokens", MODEL, 812),
        ("bedrock.output_tokens", MODEL, 41),
        ("bedrock.cache_read_tokens", MODEL, 47),
    }


def test_an_answer_that_was_cut_is_metered_and_worth_nothing(wire: Wire, meter: Meter) -> None:
    wire.answers_with(streamed(written("Returns take", stop="max_tokens")))
    with pytest.raises(Unavailable, match="max_tokens"):
        _draft(meter)
    assert meter.drain()


@pytest.mark.parametrize("stop", ["content_filtered", "guardrail_intervened", "tool_use", "stop_sequence"])
def test_only_an_answer_the_model_ended_itself_is_whole(wire: Wire, meter: Meter, stop: str) -> None:
    wire.answers_with(streamed(written("Returns take 30 days [1].", stop=stop)))
    with pytest.raises(Unavailable, match=stop):
        _draft(meter)


FAULTS: dict[str, Answer] = {
    "throttled": failed("ThrottlingException", status=429),
    "overloaded": failed("ServiceUnavailableException", status=503),
    "not ready": failed("ModelNotReadyException", status=429),
    "gone": hang_up,
    "not Bedrock": said(b"<html>customer ada@example.com", status=502),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_model_that_does_not_answer_is_unavailable_after_few_attempts(wire: Wire, meter: Meter, fault: str) -> None:
    wire.answers_with(FAULTS[fault])
    with pytest.raises(Unavailable) as failure:
        _draft(meter)
    assert "ada" not in failure.value.detail
    assert len(wire.calls) == ATTEMPTS


def test_a_model_throttled_once_answers(wire: Wire, meter: Meter) -> None:
    wire.answers_with(failed("ThrottlingException", status=429), streamed(written("Yes [1].")))
    assert _draft(meter).sentences == ("Yes.",)


def test_a_model_that_is_not_allowed_is_asked_once(wire: Wire, meter: Meter) -> None:
    wire.answers_with(failed("AccessDeniedException", status=403))
    with pytest.raises(Unavailable, match="AccessDeniedException"):
        _draft(meter)
    assert len(wire.calls) == 1


BREAKS: dict[str, Answer] = {
    "with the service's word": streamed([*BEGINNING, frame("modelStreamErrorException", BROKEN, "exception")]),
    "throttled": streamed([*BEGINNING, frame("throttlingException", BROKEN, "exception")]),
    "without a word": streamed(BEGINNING, cut=True),
    "as if it were whole": streamed(BEGINNING),
    "before its first word": streamed([]),
    "in the middle of a frame": streamed([*BEGINNING, written("30 days")[1][:-9]]),
    "into noise": streamed([*BEGINNING, b"\0\0\0\x20" + b"ada@example.com!" * 4]),
    "by a flipped bit": streamed([*BEGINNING, written("30 days")[1][:-5] + b"\0" + written("30 days")[1][-4:]]),
}


@pytest.mark.parametrize("how", BREAKS)
def test_an_answer_that_breaks_off_is_worth_nothing(wire: Wire, meter: Meter, how: str) -> None:
    wire.answers_with(BREAKS[how])
    with pytest.raises(Unavailable) as failure:
        _draft(meter)
    assert "ada" not in failure.value.detail
    assert not isinstance(failure.value, TooSlow)


def test_a_model_that_says_nothing_is_too_slow(wire: Wire, meter: Meter) -> None:
    wire.answers_with(wire.silence())
    with _within(1.5), pytest.raises(TooSlow):
        _draft(meter, deadline=0.6)


def test_an_answer_that_stalls_is_too_slow(wire: Wire, meter: Meter) -> None:
    wire.answers_with(wire.silence(before=BEGINNING))
    with _within(1.5), pytest.raises(TooSlow):
        _draft(meter, deadline=0.6)


def test_an_answer_that_trickles_past_its_deadline_is_too_slow(wire: Wire, meter: Meter) -> None:
    wire.answers_with(streamed(written(*["word "] * 100), pause=0.05))
    with _within(1.5), pytest.raises(TooSlow, match="took too long"):
        _draft(meter, deadline=0.6)


def test_what_is_too_slow_is_let_go(wire: Wire, meter: Meter) -> None:
    """A model that nobody listens to any more must not go on writing at our cost."""
    wire.answers_with(streamed(written(*["word "] * 100), pause=0.05))
    with pytest.raises(TooSlow) as too_slow:
        _draft(meter, deadline=0.3)
    until = time.monotonic() + 2
    while not wire.hangups and time.monotonic() < until:
        time.sleep(0.02)
    assert wire.hangups == 1
    assert too_slow.value.detail


def test_what_is_left_of_the_budget_ends_a_draft_before_its_own_deadline(wire: Wire, meter: Meter) -> None:
    wire.answers_with(streamed(written(*["word "] * 100), pause=0.05))
    budget = Budget()
    budget.start(0.6)
    with _within(1.5), pytest.raises(TooSlow, match="took too long"):
        _draft(meter, budget=budget)


def test_a_spent_budget_asks_no_model(wire: Wire, meter: Meter) -> None:
    budget = Budget()
    budget.start(0)
    with pytest.raises(TooSlow):
        _draft(meter, budget=budget)
    assert not wire.calls


def _draft(meter: Meter, deadline: float = 20, budget: Budget | None = None) -> Draft:
    models = {Tier.CHEAP: MODEL, Tier.STRONG: STRONG}
    return BedrockDrafter(models, meter, deadline, budget or Budget()).draft("How long?", [PASSAGE])


class _within:  # noqa: N801 - reads as a clause
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *error: object) -> None:
        assert time.monotonic() - self._began < self._seconds
