"""Reviews as the desk's API gives them."""

from tests.browser.events import ARTICLE, Event

FINDING = {"name": "reuse", "state": "seen_before", "severity": "hard", "evidence": "distance 2 to claim clm_7"}


def review(n: int, question: str, **changed: object) -> Event:
    return {
        "review_id": f"rev_{n}",
        "case_id": f"case_{n}",
        "channel": "chat",
        "question": question,
        "draft": "You can return it within 30 days.",
        "reason": "the reply is not sure enough",
        "created_at": "2026-11-20T10:00:00Z",
        "state": "open",
        "confidence": 0.72,
        "sources": [ARTICLE],
        "findings": [FINDING],
        "action": None,
        "claim_id": None,
        "claimed_by": None,
        "claimed_until": None,
        "second_approval": "",
        "approved_by": None,
        "unsettled": False,
        "customer_id": "cus_ada",
        "order_id": None,
        "conversation": [],
        "photos": [],
        "decision": None,
        "decided_at": None,
        "version": 0,
        **changed,
    }
