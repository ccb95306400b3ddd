"""A customer's question is answered, acted on, or waits for a person."""

import pytest

from tests.e2e.suite import Suite, eventually

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker
ANSWERABLE = "How long does standard delivery to Germany take?"
UNANSWERABLE = "Can I pay with Bitcoin?"


def test_a_question_the_articles_answer_is_answered_with_its_sources(suite: Suite) -> None:
    reply = suite.ask(ANSWERABLE)
    assert reply["status"] == "answered"
    assert reply["sources"]
    assert reply["confidence"] >= 0.85
    assert "2" in reply["reply"]
    assert "4" in reply["reply"]


def test_a_question_nobody_wrote_an_answer_to_waits_for_a_person(suite: Suite) -> None:
    reply = suite.ask(UNANSWERABLE)
    assert reply["status"] == "in_review"
    assert reply["sources"] == []


def test_the_customer_gets_what_a_reviewer_wrote(suite: Suite) -> None:
    reply = suite.ask(UNANSWERABLE)
    suite.decide(reply["case_id"], {"decision": "edit", "text": "We don't take Bitcoin."})
    final = suite.final_reply(reply)
    assert final["status"] == "answered"
    assert final["text"] == "We don't take Bitcoin."


def test_a_rejected_draft_never_reaches_the_customer(suite: Suite) -> None:
    reply = suite.ask("Do your earbuds cure tinnitus?")
    review = suite.review_of(reply["case_id"])
    suite.decide(reply["case_id"], {"decision": "reject", "reason": "medical"})
    final = suite.final_reply(reply)
    assert final["status"] == "refused"
    assert not review["draft"] or review["draft"] not in final["text"]


def test_a_customer_can_always_ask_for_a_person(suite: Suite) -> None:
    assert suite.ask("I want to talk to a person")["status"] == "in_review"


def test_one_reviewer_wins_and_the_task_token_never_leaves_the_server(suite: Suite) -> None:
    reply = suite.ask("I want to talk to a human being, please")
    review = suite.review_of(reply["case_id"])
    assert "token" not in str(review)
    early = suite.call(
        "POST", f"/v1/reviews/{review['review_id']}/decision", "reviewer", json={"decision": "approve"}
    )
    assert (early.status_code, early.json()["code"]) == (409, "not_claimed")
    suite.decide(reply["case_id"], {"decision": "edit", "text": "Here I am."})
    again = suite.call("POST", f"/v1/reviews/{review['review_id']}/decision", "reviewer", json={"decision": "reject"})
    assert (again.status_code, again.json()["code"]) == (409, "already_decided")


def test_an_order_s_state_comes_from_the_shop_and_the_carrier_as_they_are_now(suite: Suite) -> None:
    reply = suite.ask("Where is my order 1042?")
    assert reply["status"] == "acted"
    assert "1042" in reply["reply"]


def test_another_customer_s_order_looks_like_an_unknown_one(suite: Suite) -> None:
    foreign, unknown = suite.ask("where is my order 1043"), suite.ask("where is my order 999999")
    assert foreign["status"] == unknown["status"] == "refused"
    assert foreign["reply"].replace("1043", "#") == unknown["reply"].replace("999999", "#")


def test_a_refund_waits_for_the_customer_s_yes_and_is_paid_once(suite: Suite) -> None:
    asked = suite.ask("I want a refund for order 1017")
    assert asked["status"] == "confirm"
    assert "53.90" in asked["reply"]
    done = suite.ask("yes", conversation_id=asked["conversation_id"])
    assert done["status"] == "acted"
    again = suite.ask("please refund order 1017")
    repeated = suite.ask("yes", conversation_id=again["conversation_id"])
    assert repeated["reply"] == done["reply"]
    paid = [c for c in suite.calls("stripe") if c["method"] == "POST" and c["path"].endswith("/refunds")]
    assert len({c["idempotency_key"] for c in paid}) == 1


def test_a_refund_above_the_limit_needs_a_person(suite: Suite) -> None:
    reply = suite.ask("refund my order 1009 please")
    assert reply["status"] == "in_review"
    suite.decide(reply["case_id"], {"decision": "approve"})
    final = suite.final_reply(reply)
    assert final["status"] == "acted"
    assert "298.00" in final["text"]


def test_a_no_changes_nothing(suite: Suite) -> None:
    asked = suite.ask("refund order 1042")
    assert asked["status"] == "confirm"
    assert suite.ask("no thanks", conversation_id=asked["conversation_id"])["status"] == "refused"


def test_a_payment_provider_that_fails_ends_with_a_person_and_pays_nothing_twice(suite: Suite) -> None:
    asked = suite.ask("Please refund my order 1042")
    suite.fault("stripe", mode="fail", times=50, status=503)
    try:
        reply = suite.ask("yes", conversation_id=asked["conversation_id"])
        review = suite.review_of(reply["case_id"])
    finally:
        suite.clear_faults("stripe")
    assert review["action"] == "refund"
    suite.decide(reply["case_id"], {"decision": "approve"})
    assert suite.final_reply(reply)["status"] == "acted"


def test_the_switch_sends_everything_to_people(suite: Suite) -> None:
    suite.set_switch("people")
    try:
        eventually(lambda: suite.ask(ANSWERABLE)["status"] == "in_review", "the switch is on")
    finally:
        suite.set_switch("auto")
    eventually(lambda: suite.ask(ANSWERABLE)["status"] == "answered", "the switch is off")


def test_a_model_that_fails_ends_with_a_person(suite: Suite) -> None:
    suite.fault("aws", mode="rate_limit", times=20)
    try:
        reply = suite.ask(ANSWERABLE)
    finally:
        suite.clear_faults("aws")
    assert reply["status"] == "in_review"
    assert "failed" in suite.review_of(reply["case_id"])["reason"]


def test_a_thumb_is_kept_with_the_reply(suite: Suite) -> None:
    reply = suite.ask(ANSWERABLE)
    message = suite.reply_in(reply["conversation_id"], reply["case_id"])
    path = f"/v1/conversations/{reply['conversation_id']}/messages/{message['message_id']}/feedback"
    assert suite.call("POST", path, json={"feedback": "up"}).status_code == 200
    assert suite.reply_in(reply["conversation_id"], reply["case_id"])["feedback"] == "up"


def test_history_lists_the_customer_s_own_conversations_only(suite: Suite) -> None:
    mine = suite.ask(ANSWERABLE)["conversation_id"]
    theirs = suite.ask(ANSWERABLE, "other_customer")["conversation_id"]
    listed = [c["conversation_id"] for c in suite.call("GET", "/v1/conversations").json()["conversations"]]
    assert mine in listed
    assert theirs not in listed
