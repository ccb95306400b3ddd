"""Where a message goes. When in doubt, to a person."""

import json

import pytest
from firstcontact import routing
from firstcontact.errors import Unavailable
from firstcontact.model.route import Destination, Prediction, Route
from firstcontact.routing import IntentPolicy, asks_for_person, decide, read_policies
from hypothesis import given
from hypothesis import strategies as st

INTENTS = {
    "order_status": IntentPolicy(destination=Destination.ACTION, action="order_status"),
    "refund_request": IntentPolicy(destination=Destination.ACTION, action="refund"),
    "shipping_info": IntentPolicy(destination=Destination.ANSWER),
    "return_item": IntentPolicy(destination=Destination.ANSWER),
    "complaint": IntentPolicy(destination=Destination.PERSON),
}
NAMES = (*INTENTS, "never_heard_of")


def said(*top: tuple[str, float], in_scope: bool = True) -> Prediction:
    return Prediction(
        intent=top[0][0] if in_scope else None, confidence=top[0][1], in_scope=in_scope, oos_score=0.1, top=top
    )


def sent(prediction: Prediction | None, text: str = "hello", *, people_only: bool = False) -> Route:
    return decide(prediction, INTENTS, people_only, text)


def predictions() -> st.SearchStrategy[Prediction]:
    shares = st.lists(st.floats(0, 1), min_size=1, max_size=len(NAMES)).filter(lambda given: sum(given) > 0)
    return st.builds(
        lambda shares, names, in_scope: said(
            *zip(names, sorted((share / sum(shares) for share in shares), reverse=True), strict=False),
            in_scope=in_scope,
        ),
        shares,
        st.permutations(NAMES),
        st.booleans(),
    )


def test_a_known_question_is_answered_and_the_reason_is_its_intent() -> None:
    route = sent(said(("shipping_info", 0.9)))
    assert (route.destination, route.reason, route.action) == (Destination.ANSWER, "shipping_info", None)


def test_an_intent_with_an_action_names_the_action() -> None:
    route = sent(said(("refund_request", 0.9)))
    assert (route.destination, route.action) == (Destination.ACTION, "refund")


def test_a_complaint_goes_to_a_person() -> None:
    assert sent(said(("complaint", 0.9))).reason == "complaint"


@pytest.mark.parametrize(
    ("prediction", "reason"),
    [
        (None, "no prediction"),
        (said(("shipping_info", 0.9), in_scope=False), "out of scope"),
        (said(("shipping_info", 0.3), ("complaint", 0.3)), "unsure of the intent"),
        (said(("never_heard_of", 0.9)), "an intent without a policy"),
    ],
)
def test_what_cannot_be_routed_goes_to_a_person_and_says_why(prediction: Prediction | None, reason: str) -> None:
    route = sent(prediction)
    assert (route.destination, route.reason) == (Destination.PERSON, reason)


def test_two_intents_that_are_both_answered_are_sure_enough_together() -> None:
    assert sent(said(("shipping_info", 0.4), ("return_item", 0.35))).destination is Destination.ANSWER


def test_two_different_actions_do_not_make_each_other_surer() -> None:
    assert sent(said(("refund_request", 0.5), ("order_status", 0.45))).destination is Destination.PERSON


def test_acting_takes_more_confidence_than_answering() -> None:
    share = (routing.SURE_TO_ANSWER + routing.SURE_TO_ACT) / 2
    assert sent(said(("shipping_info", share))).destination is Destination.ANSWER
    assert sent(said(("order_status", share))).destination is Destination.PERSON


@given(predictions() | st.none(), st.text())
def test_with_the_switch_on_everything_goes_to_a_person(prediction: Prediction | None, text: str) -> None:
    assert sent(prediction, text, people_only=True).destination is Destination.PERSON


@given(predictions(), st.text())
def test_an_action_is_only_taken_in_scope_and_by_an_intent_that_allows_it(prediction: Prediction, text: str) -> None:
    route = sent(prediction, text)
    if route.destination is Destination.ACTION:
        assert prediction.in_scope
        assert prediction.confidence >= routing.SURE_TO_ACT
        assert route.action == INTENTS[str(prediction.intent)].action


@given(predictions() | st.none(), st.text())
def test_every_decision_has_a_reason_and_keeps_its_prediction(prediction: Prediction | None, text: str) -> None:
    route = sent(prediction, text)
    assert route.reason
    assert route.prediction == prediction
    assert (route.action is not None) == (route.destination is Destination.ACTION)


@pytest.mark.parametrize(
    "text",
    [
        "agent",
        "Real human, please!",
        "I want to talk to a person",
        "can i speak to someone about my order",
        "Put me through to your supervisor.",
        "get me a human agent now",
        "I can\u2019t talk to a bot, get me a real person",
        "please escalate this to a colleague",
    ],
)
def test_who_asks_for_a_person_gets_one_whatever_the_model_says(text: str) -> None:
    route = sent(said(("shipping_info", 0.99)), text)
    assert (route.destination, route.reason) == (Destination.PERSON, "asked for a person")


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to talk to an agent, just tell me the price",
        "Do I need to speak to a representative to return this?",
        "your agent sent me here yesterday",
        "does the camera recognise people",
        "my wife is a real estate agent, can she get a discount",
        "the speaker will not talk to my phone",
        "is the manual human readable",
    ],
)
def test_a_mention_of_people_is_not_a_request_for_one(text: str) -> None:
    assert not asks_for_person(text)


@given(st.text(max_size=2000))
def test_any_text_can_be_read_for_a_request(text: str) -> None:
    assert asks_for_person(text) in (True, False)


def test_policies_come_back_as_they_were_written() -> None:
    written = json.dumps({name: policy.model_dump(mode="json") for name, policy in INTENTS.items()})
    assert read_policies(written) == INTENTS


@pytest.mark.parametrize("text", ["", "[]", '{"a": {"destination": "moon"}}'])
def test_policies_that_cannot_be_read_stop_the_router(text: str) -> None:
    with pytest.raises(Unavailable):
        read_policies(text)
