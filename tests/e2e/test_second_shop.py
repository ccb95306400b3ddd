"""The suite as a shop of another trade, currency, policy and languages: nothing but its folder differs."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from firstcontact.adapters.aws.published import FRESH

from infra.local.loader.folder import SHOPS
from tests.e2e.suite import Suite, eventually, run_command

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("second shop")]
REPOSITORY = Path(__file__).resolve().parents[2]
WITHIN = 2 * FRESH
HOME = REPOSITORY / ".local" / "second-suite"


def _runner(*arguments: str) -> None:
    command = [sys.executable, "-m", "infra.local", *arguments, "--home", str(HOME)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, f"{' '.join(arguments)}: {done.stdout}\n{done.stderr}"


@pytest.fixture(scope="module")
def klangwerk() -> Iterator[Suite]:
    _runner("reset")
    _runner("up", "--port", "0", "--shop", "klangwerk")
    try:
        yield Suite(json.loads((HOME / "suite.json").read_text()))
    finally:
        _runner("down")


def _as(suite: Suite, customer_id: str) -> str:
    """The token of a customer by their id at the shop."""
    return suite.token_of(customer_id)


def _refund(suite: Suite, order: str, customer_id: str) -> dict[str, Any]:
    return suite.ask(f"Please refund order {order}", _as(suite, customer_id))


def test_an_order_is_found_by_its_alphanumeric_number_however_it_is_written(klangwerk: Suite) -> None:
    for text in (
        "Where is my order KW-B4T81?",
        "status of kw-b4t81 please",
        "order number: KW\u2011B4T81, where is it?",
    ):
        reply = klangwerk.ask(text, _as(klangwerk, "cus_lena"))
        assert reply["status"] == "acted", reply
        assert "KW-B4T81" in reply["reply"]


def test_an_article_answers_and_its_source_opens(klangwerk: Suite) -> None:
    reply = klangwerk.ask("Who pays the import charges in Japan?", _as(klangwerk, "cus_lena"))
    assert reply["status"] == "answered", reply
    assert "by the recipient" in reply["reply"]
    assert "Import charges in Japan" in httpx.get(reply["sources"][0]["url"]).raise_for_status().text


def test_anothers_order_looks_like_one_that_does_not_exist(klangwerk: Suite) -> None:
    lena = _as(klangwerk, "cus_lena")
    replies = [klangwerk.ask(f"Where is my order {order}?", lena)["reply"] for order in ("KW-3V8GD", "KW-9ZZZ9")]
    assert replies[0].replace("KW-3V8GD", "#") == replies[1].replace("KW-9ZZZ9", "#")


def test_a_refund_is_granted_by_the_shops_policy_in_its_currency_and_paid_once(klangwerk: Suite) -> None:
    lena = _as(klangwerk, "cus_lena")
    asked = _refund(klangwerk, "KW-7F3K2", "cus_lena")
    assert (asked["status"], "81.60 CHF" in asked["reply"]) == ("confirm", True)
    klangwerk.ask("yes", lena, conversation_id=asked["conversation_id"])
    done = eventually(
        lambda: next(
            (one for one in klangwerk.conversation(asked["conversation_id"], lena) if one.get("status") == "acted"),
            None,
        ),
        "the refund is made",
    )
    assert "within 8 working days" in done["text"]


def test_a_refund_after_the_shops_window_is_refused_and_a_members_longer_one_holds(klangwerk: Suite) -> None:
    late = _refund(klangwerk, "KW-8KZ3T", "cus_urs")
    assert (late["status"], "14 days" in late["reply"]) == ("refused", True)
    member = _refund(klangwerk, "KW-9H2LC", "cus_matteo")
    assert (member["status"], "119.90 CHF" in member["reply"]) == ("confirm", True)


def test_above_the_limit_a_person_decides_and_sees_the_line_of_the_policy(klangwerk: Suite) -> None:
    reply = _refund(klangwerk, "KW-3V8GD", "cus_priya")
    assert reply["status"] == "in_review"
    review = eventually(
        lambda: next((one for one in klangwerk.waiting() if one["case_id"] == reply["case_id"]), None), "a review"
    )
    assert "389.00 CHF" in review["reason"]
    assert "policy.toml:" in review["reason"]


def test_yen_have_no_decimals_and_an_express_fee_is_kept(klangwerk: Suite) -> None:
    assert "14800 JPY" in _refund(klangwerk, "KW-J8P4E", "cus_aiko")["reply"]
    kept = _refund(klangwerk, "KW-P7X1F", "cus_priya")["reply"]
    assert "72.30 CHF" in kept
    assert "14.50 CHF" in kept


def test_a_german_customer_is_answered_in_german(klangwerk: Suite) -> None:
    reply = klangwerk.ask(
        "Wo bleibt meine Bestellung und wie lange dauert die Lieferung noch?", _as(klangwerk, "cus_urs")
    )
    assert "Ein Mensch liest es" in reply["reply"] or reply["status"] in ("answered", "acted")


def test_a_published_policy_holds_within_half_a_minute_and_undo_brings_the_one_before_back(
    klangwerk: Suite, tmp_path: Path
) -> None:
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "suite.json").write_text(json.dumps(klangwerk.description))
    shutil.copytree(SHOPS / "klangwerk", tmp_path / "strict", ignore=shutil.ignore_patterns("tickets.jsonl"))
    policy = tmp_path / "strict" / "policy.toml"
    changed = policy.read_text().replace('automatic = { CHF = "120.00"', 'automatic = { CHF = "1.00"', 1)
    policy.write_text(changed.replace("within_day", "within_dayz", 1))
    broken = run_command(tmp_path, "shop", "publish", "strict", "--without-articles")
    assert broken.returncode == 2
    assert "did you mean `within_days`?" in broken.stderr
    policy.write_text(changed)
    published = run_command(tmp_path, "shop", "publish", "strict", "--without-articles")
    assert published.returncode == 0, published.stderr

    def refund_waits() -> bool:
        return bool(_refund(klangwerk, "KW-9H2LC", "cus_matteo")["status"] == "in_review")

    eventually(refund_waits, "the new limit holds", WITHIN)
    undone = run_command(tmp_path, "shop", "undo")
    assert undone.returncode == 0, undone.stderr
    eventually(lambda: not refund_waits(), "the limit before holds again", WITHIN)
