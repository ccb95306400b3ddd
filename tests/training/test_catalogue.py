"""The built-in intents of a web shop, and how a shop's own join them."""

import subprocess
import sys
from collections import Counter

import pytest
from firstcontact.routing.policy import Rule
from firstcontact.routing.route import Destination
from firstcontact.shop.intents import Intent, Intents, Routing, Signal, Signals
from firstcontact.shop.intents import Rule as ShopRule
from firstcontact.training import catalogue, dataset

BUILT_IN = catalogue.built_in()


def shop(routing: Routing | None = None, **intents: Intent) -> Intents:
    return Intents(intents=intents, routing=routing)


def test_every_built_in_intent_says_what_it_means_and_has_as_many_utterances_as_the_others() -> None:
    assert len(BUILT_IN.intents) == 36
    for name, intent in BUILT_IN.intents.items():
        assert intent.description, name
        assert intent.destination, name
        assert (intent.action is not None) == (intent.destination == "action"), name
        assert len(intent.utterances) == 45, name


def test_no_built_in_text_is_there_twice_or_means_two_things() -> None:
    found = catalogue.data()
    counts = Counter(dataset.normalise(example.text) for example in found.examples)
    assert counts.most_common(1)[0][1] == 1
    assert len(set(found.out_of_scope)) == len(found.out_of_scope) == 350
    assert not counts.keys() & {dataset.normalise(text) for text in found.out_of_scope}
    assert all(len({text for text, _ in rows}) == len(rows) == 500 for rows in found.signs.values())


@pytest.mark.parametrize("name", ["Tidewire", "Kestrel", "Skipper", "Harbor", "Lantern", "Gull", "1042", "1017"])
def test_no_built_in_text_is_about_one_shop(name: str) -> None:
    texts = [example.text for example in catalogue.data().examples]
    texts += [text for rows in catalogue.data().signs.values() for text, _ in rows]
    assert not [text for text in texts if name.casefold() in text.casefold().split()]


def test_a_shop_without_intents_has_the_built_in_ones() -> None:
    assert catalogue.merge(Intents()) == BUILT_IN


def test_a_shops_own_messages_join_those_that_show_a_signal() -> None:
    own = Signals(hard=Signal(yes=("which bow suits a late romantic cello",), no=("a bow please",)))
    before, after = catalogue.data().signs, catalogue.data(Intents(signals=own)).signs
    assert after["upset"] == before["upset"]
    assert after["hard"][len(before["hard"]) :] == [
        ("which bow suits a late romantic cello", True),
        ("a bow please", False),
    ]


def test_an_intent_of_a_built_in_name_adds_its_utterances_and_keeps_what_is_done() -> None:
    own = Intent(utterances=("is my bow rehaired yet",))
    merged = catalogue.merge(shop(order_status=own)).intents["order_status"]
    known = BUILT_IN.intents["order_status"]
    assert merged.utterances == (*known.utterances, "is my bow rehaired yet")
    assert (merged.action, merged.description) == (known.action, known.description)


@pytest.mark.parametrize(
    ("given", "destination", "action"),
    [
        (Intent(destination="person"), "person", None),
        (Intent(destination="action", action="cancel"), "action", "cancel"),
        (Intent(action="cancel"), "action", "cancel"),
    ],
)
def test_a_shop_may_say_what_is_done_with_a_built_in_intent(
    given: Intent, destination: str, action: str | None
) -> None:
    merged = catalogue.merge(shop(refund_request=given)).intents["refund_request"]
    assert (merged.destination, merged.action) == (destination, action)


def test_an_intent_may_take_the_place_of_a_built_in_one() -> None:
    own = Intent(description="d", destination="answer", utterances=("what do points buy",), replace=True)
    assert catalogue.merge(shop(store_credit=own)).intents["store_credit"].utterances == ("what do points buy",)


def test_a_new_intent_joins_the_built_in_ones() -> None:
    own = Intent(description="d", destination="answer", utterances=("can you regut my racket",))
    merged = catalogue.merge(shop(restringing=own)).intents
    assert merged.keys() == {*BUILT_IN.intents, "restringing"}


def test_an_utterance_that_a_shop_gives_another_meaning_has_that_meaning_alone() -> None:
    taken = BUILT_IN.intents["placing_order"].utterances[0]
    found = catalogue.data(shop(contact_hours=Intent(utterances=(taken.upper(),)))).examples
    assert [e.intent for e in found if e.text.casefold() == taken.casefold()] == ["contact_hours"]


def test_the_routing_of_a_shop_replaces_the_default() -> None:
    assert catalogue.data().policy.rules[0].because == "the customer is upset"
    own = Routing(languages=("nl",), rules=(ShopRule(to="person", because="furious", upset=0.95),))
    policy = catalogue.data(shop(routing=own)).policy
    assert policy.languages == ("nl",)
    assert policy.rules == (Rule(to="person", because="furious", upset=0.95),)


def test_the_policy_covers_every_intent_that_is_trained() -> None:
    found = catalogue.data()
    assert found.policy.intents.keys() == {example.intent for example in found.examples}
    assert found.policy.intents["smalltalk"].destination is Destination.ANSWER


def test_the_catalogue_can_be_read_without_what_training_needs() -> None:
    code = (
        "import sys; from firstcontact.training import catalogue; catalogue.merge(catalogue.NO_INTENTS); "
        "sys.exit(bool({'sklearn', 'onnx', 'jax', 'numpy'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
