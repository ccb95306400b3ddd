"""What a chat window is told, as the suite tells it."""

from typing import Any

CONVERSATION = "conv_01JD0000000000000000000001"
CASE = "case_01JD0000000000000000000001"
REPLY = "msg_01JD0000000000000000000002"
ARTICLE = {
    "document_id": "returns-how-to",
    "title": "How to return a product",
    "url": "https://help.tidewire.example/articles/returns-how-to",
    "updated_at": "2026-05-03T00:00:00Z",
}

Event = dict[str, Any]


def status(stage: str, case_id: str = CASE) -> Event:
    return {"type": "status", "stage": stage, "conversation_id": CONVERSATION, "case_id": case_id}


def sentence(n: int, text: str) -> Event:
    return {"type": "sentence", "n": n, "text": text, "case_id": CASE}


def reply(text: str, kind: str = "answered", **changed: Any) -> Event:
    told = {"conversation_id": CONVERSATION, "case_id": CASE, "message_id": REPLY, "status": kind, "reply": text}
    return {"type": "reply", **told, "sources": [], "confidence": 0.93, **changed}


def handover(text: str, **changed: Any) -> Event:
    return {**reply(text, "in_review", **changed), "type": "handover"}


def problem(detail: str, code: str = "unavailable", status: int = 503) -> Event:
    told = {"title": "Not now", "status": status, "detail": detail, "code": code, "remedy": "Wait a moment."}
    return {"type": f"urn:first-contact:problem:{code}", **told}


def said(role: str, text: str, n: int, **more: Any) -> Event:
    """A message of a conversation, as the API gives it."""
    at = f"2026-11-20T10:0{n}:00Z"
    return {"message_id": f"msg_{n}", "case_id": f"case_{n}", "role": role, "text": text, "at": at, **more}
