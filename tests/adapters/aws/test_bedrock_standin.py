"""The drafter and its laptop stand-in: what is said on one side is understood on the other, faults included."""

from collections.abc import Iterator

import httpx
import pytest
from firstcontact.adapters.aws.bedrock import BedrockDrafter
from firstcontact.drafting.records import Draft
from firstcontact.errors import TooSlow, Unavailable
from firstcontact.knowledge.records import Passage
from firstcontact.resilience.budget import Budget
from firstcontact.routing.route import Tier
from firstcontact.telemetry import Meter
from starlette.applications import Starlette

from infra.local.standins.service import StandIns, aws
from tests.adapters.aws.wire import Wire
from tests.contracts.emulated import pointed_at
from tests.sandbox.server import served

PASSAGE = Passage(
    document_id="d", title="Shipping", url="u", text="Standard shipping costs 4.90 EUR.", score=1, cosine=1
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(Starlette(routes=aws(StandIns(token_seconds=0)))) as url:
        yield url


@pytest.fixture
def standin(address: str, wire: Wire) -> Iterator[str]:
    del wire  # it lets the SDK repeat without waiting
    with pointed_at("http://127.0.0.1:1", bedrock_runtime=address):
        yield address


def test_a_question_is_answered_from_its_passage_and_metered(standin: str, meter: Meter) -> None:
    del standin
    draft = _draft(meter)
    assert draft.sentences == ("Standard shipping costs 4.90 EUR.",)
    assert draft.citations == ((1,),)
    assert {"bedrock.input_tokens", "bedrock.output_tokens"} <= {used.item for used in meter.drain()}


@pytest.mark.parametrize("mode", ["mid_stream", "after_success", "garbage"])
def test_an_answer_that_goes_wrong_is_worth_nothing(standin: str, meter: Meter, mode: str) -> None:
    _fault(standin, mode=mode, times=3)
    with pytest.raises(Unavailable):
        _draft(meter)
    _heal(standin)


def test_throttling_is_waited_out_or_given_up(standin: str, meter: Meter) -> None:
    _fault(standin, mode="rate_limit", times=2)
    assert not _draft(meter).abstains
    _fault(standin, mode="rate_limit", times=3)
    with pytest.raises(Unavailable, match="ThrottlingException"):
        _draft(meter)


def test_a_stalled_model_is_too_slow(standin: str, meter: Meter) -> None:
    _fault(standin, mode="stall", times=3, seconds=1)
    with pytest.raises(TooSlow):
        _draft(meter, deadline=0.6)
    _heal(standin)


def _draft(meter: Meter, deadline: float = 20) -> Draft:
    drafter = BedrockDrafter(dict.fromkeys(Tier, "amazon.nova-lite-v1:0"), meter, deadline, Budget())
    return drafter.draft("What does standard shipping cost?", [PASSAGE])


def _fault(url: str, **fault: object) -> None:
    httpx.post(f"{url}/aws/_sandbox/faults", json=fault).raise_for_status()


def _heal(url: str) -> None:
    httpx.delete(f"{url}/aws/_sandbox/faults").raise_for_status()
