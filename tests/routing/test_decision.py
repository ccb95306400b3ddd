"""Where a message goes: to an action or a person where that is clear, else to an answer that the gate checks."""

import pytest
from firstcontact.errors import Unavailable
from firstcontact.routing.decision import LIKELY, SURE_TO_ACT, decide_route
from firstcontact.routing.handoff import asks_for_person
from firstcontact.routing.policy import IntentPolicy, Policy, Rule, read_policy
from firstcontact.routing.prediction import Prediction
from firstcontact.routing.route import Destination, Route, Signals, Tier
from hypothesis import given
from hypothesis import strategies as st

INTENTS = {
    "order_status": IntentPolicy(destination=Destination.ACTION, action="order_status"),
    "refund_request": IntentPolicy(destination=Destination.ACTION, action="refund"),
    "shipping_info": IntentPolicy(destination=Destination.ANSWER),
    "return_item": IntentPolicy(destination=Destination.ANSWER),
    "complaint": IntentPolicy(destination=Destination.PERSON),
}
POLICY = Policy(
    intents=INTENTS,
    languages=("en",),
    rules=(
        Rule(to="person", because="the customer is upset", upset=0.8),
        Rule(to="person", because="refunds of valued customers", valued=True, intents=("refund_request",)),
        Rule(to="strong", because="a hard question", hard=0.6),
        Rule(to="strong", because="a valued customer", valued=True),
    ),
)
PLAIN = Signals()
NAMES = (*INTENTS, "never_heard_of")


def said(*top: tuple[str, float], in_scope: bool = True, **signs: float) -> Prediction:
    return Prediction(
        intent=top[0][0] if in_scope else None,
        confidence=top[0][1],
        in_scope=in_scope,
        oos_score=0.1,
        top=top,
        signs=tuple(signs.items()),
    )


def sent(
    prediction: Prediction | None, text: str = "hello", *, people_only: bool = False, signals: Signals = PLAIN
) -> Route:
    return decide_route(prediction, POLICY, signals, people_only, text)


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
    [(None, "no prediction"), (said(("never_heard_of", 0.9)), "an intent without a policy")],
)
def test_what_cannot_be_routed_goes_to_a_person_and_says_why(prediction: Prediction | None, reason: str) -> None:
    route = sent(prediction)
    assert (route.destination, route.reason) == (Destination.PERSON, reason)


@pytest.mark.parametrize(
    ("prediction", "reason"),
    [
        (said(("shipping_info", 0.9), in_scope=False), "out of scope"),
        (said(("refund_request", 0.9), in_scope=False), "out of scope"),
        (said(("never_heard_of", 0.9), in_scope=False), "out of scope"),
        (said(("shipping_info", 0.3), ("complaint", 0.3)), "unsure of the intent"),
        (said(("refund_request", 0.5), ("order_status", 0.45)), "refund_request, but not sure enough to act"),
    ],
)
def test_a_question_of_no_sure_intent_is_searched_for_and_says_why(prediction: Prediction, reason: str) -> None:
    route = sent(prediction)
    assert (route.destination, route.model, route.reason) == (Destination.ANSWER, Tier.CHEAP, reason)


def test_what_is_likely_for_people_goes_to_them_even_out_of_scope() -> None:
    assert sent(said(("complaint", LIKELY), in_scope=False)).reason == "complaint"
    assert sent(said(("complaint", LIKELY - 0.1), in_scope=False)).destination is Destination.ANSWER


def test_what_people_deal_with_in_scope_goes_to_them_however_unsure_it_is() -> None:
    assert sent(said(("complaint", 0.3), ("shipping_info", 0.3))).destination is Destination.PERSON


def test_out_of_scope_the_rules_still_send_upset_customers_to_people_and_hard_questions_to_the_strong_model() -> None:
    assert sent(said(("shipping_info", 0.4), in_scope=False, upset=0.9)).reason == "the customer is upset"
    assert sent(said(("shipping_info", 0.4), in_scope=False, hard=0.9)).model is Tier.STRONG


def test_two_intents_that_are_both_answered_are_sure_enough_together() -> None:
    assert sent(said(("shipping_info", 0.4), ("return_item", 0.35))).reason == "shipping_info"


def test_two_different_actions_do_not_make_each_other_surer() -> None:
    assert sent(said(("refund_request", 0.5), ("order_status", 0.45))).destination is Destination.ANSWER


def test_an_action_that_is_not_sure_is_treated_as_a_question() -> None:
    assert sent(said(("order_status", SURE_TO_ACT))).destination is Destination.ACTION
    assert sent(said(("order_status", SURE_TO_ACT - 0.01))).destination is Destination.ANSWER


@given(predictions() | st.none(), st.text())
def test_with_the_switch_on_everything_goes_to_a_person(prediction: Prediction | None, text: str) -> None:
    assert sent(prediction, text, people_only=True).destination is Destination.PERSON


@given(predictions(), st.text())
def test_an_action_is_only_taken_in_scope_and_by_an_intent_that_allows_it(prediction: Prediction, text: str) -> None:
    route = sent(prediction, text)
    if route.destination is Destination.ACTION:
        assert prediction.in_scope
        assert prediction.confidence >= SURE_TO_ACT
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


def test_the_policy_table_comes_back_as_it_was_written() -> None:
    assert read_policy(POLICY.model_dump_json()) == POLICY


@pytest.mark.parametrize("text", ["", "[]", '{"intents": {"a": {"destination": "moon"}}}'])
def test_a_policy_table_that_cannot_be_read_stops_the_router(text: str) -> None:
    with pytest.raises(Unavailable):
        read_policy(text)


def test_an_upset_customer_gets_a_person_whatever_the_intent() -> None:
    route = sent(said(("order_status", 0.99), upset=0.8))
    assert (route.destination, route.reason) == (Destination.PERSON, "the customer is upset")
    assert sent(said(("order_status", 0.99), upset=0.79)).destination is Destination.ACTION


def test_a_hard_question_goes_to_the_strong_model_and_the_reason_says_so() -> None:
    route = sent(said(("shipping_info", 0.9), hard=0.7))
    assert (route.destination, route.model) == (Destination.ANSWER, Tier.STRONG)
    assert route.reason == "shipping_info: a hard question"


def test_any_other_answer_is_drafted_by_the_cheap_model_and_an_action_by_none() -> None:
    assert sent(said(("shipping_info", 0.9), hard=0.5)).model is Tier.CHEAP
    assert sent(said(("order_status", 0.9), hard=0.9)).model is None


def test_a_rule_can_be_about_valued_customers_and_some_intents_only() -> None:
    valued = Signals(valued=True)
    assert sent(said(("shipping_info", 0.9)), signals=valued).model is Tier.STRONG
    assert sent(said(("refund_request", 0.9)), signals=valued).destination is Destination.PERSON
    assert sent(said(("refund_request", 0.9))).destination is Destination.ACTION


def test_a_language_that_is_not_answered_goes_to_a_person() -> None:
    route = sent(said(("shipping_info", 0.9)), signals=Signals(language="de"))
    assert (route.destination, route.reason) == (
        Destination.PERSON,
        "written in a language that is not answered (de)",
    )


@pytest.mark.parametrize("language", ["en", ""])
def test_a_language_that_is_answered_or_cannot_be_told_is_no_hindrance(language: str) -> None:
    assert sent(said(("shipping_info", 0.9)), signals=Signals(language=language)).destination is Destination.ANSWER


def test_requests_for_different_hands_are_never_half_done() -> None:
    parts = (said(("refund_request", 0.9)), said(("shipping_info", 0.9)))
    route = sent(said(("refund_request", 0.9)), signals=Signals(requests=parts))
    assert (route.destination, route.reason) == (Destination.PERSON, "asks for several things")


def test_several_questions_that_are_all_answered_are_one_question() -> None:
    parts = (said(("return_item", 0.9)), said(("shipping_info", 0.9)))
    assert sent(said(("shipping_info", 0.9)), signals=Signals(requests=parts)).destination is Destination.ANSWER


def test_a_part_that_is_not_understood_does_not_count_as_a_request() -> None:
    parts = (said(("refund_request", 0.9)), said(("shipping_info", 0.3)), said(("complaint", 0.9), in_scope=False))
    assert sent(said(("refund_request", 0.9)), signals=Signals(requests=parts)).destination is Destination.ACTION
