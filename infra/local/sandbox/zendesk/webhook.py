"""The trigger's webhook: signed, sent in the background, and retried as Zendesk does.

409 is retried three times, 429 and 503 only with a short Retry-After, a timeout five times; any other failure is
final.
"""

import base64
import hashlib
import hmac
import json
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from infra.local.sandbox.state import Record, State

TIMEOUT_SECONDS = 10
SHORT_WAIT_SECONDS = 60
Post = Callable[[str, bytes, dict[str, str]], httpx.Response]


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Base64 of HMAC-SHA256 over timestamp and raw body."""
    digest = hmac.new(secret.encode(), timestamp.encode() + body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def wait_before_retry(answer: httpx.Response | None, failures: int) -> float | None:
    """The seconds before the next attempt, or None to give up. ``answer`` is None after a timeout."""
    if answer is None:
        return 1.0 if failures <= 5 else None
    if answer.status_code == 409:
        return 1.0 if failures <= 3 else None
    if answer.status_code in (429, 503):
        wait = answer.headers.get("retry-after", "")
        short = wait.isdigit() and int(wait) < SHORT_WAIT_SECONDS
        return float(wait) if short and failures <= 3 else None
    return None


def _post(url: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    return httpx.post(url, content=body, headers=headers, timeout=TIMEOUT_SECONDS)


@dataclass
class Webhook:
    """The URL that the trigger calls, and the results of the calls."""

    state: State
    post: Post = _post
    sleep: Callable[[float], None] = time.sleep
    deliveries: deque[Record] = field(default_factory=lambda: deque(maxlen=500))

    def configure(self, wanted: Record) -> None:
        """Set the URL to call; raises ``ValueError`` unless it is on this machine."""
        host = urlsplit(str(wanted.get("url"))).hostname or ""
        if host != "localhost" and not (host.replace(".", "").isdigit() and ip_address(host).is_loopback):
            raise ValueError("url must point to this machine")
        if not wanted.get("secret"):
            raise ValueError("secret is missing")
        kept = {
            "url": wanted["url"],
            "secret": wanted["secret"],
            "end_users_only": bool(wanted.get("end_users_only")),
        }
        self.state.put("webhook", "trigger", kept)

    def fire(self, event: Record) -> None:
        """Send the event in the background if a webhook is set and accepts the event."""
        settings = self.state.get("webhook", "trigger")
        if settings is None or (settings["end_users_only"] and event["author_role"] != "end-user"):
            return
        threading.Thread(target=self.deliver, args=(settings, event), daemon=True).start()

    def deliver(self, settings: Record, event: Record) -> None:
        """Send the event, with retries, until it is accepted or Zendesk would give up."""
        body = json.dumps(event, ensure_ascii=False).encode()
        delivery: Record = {"event": event, "invocation_id": str(uuid.uuid4()), "statuses": [], "done": False}
        self.deliveries.append(delivery)
        while True:
            try:
                answer = self.post(
                    settings["url"], body, _headers(settings["secret"], body, delivery["invocation_id"])
                )
            except httpx.TimeoutException:
                answer = None
            except httpx.TransportError:
                delivery["statuses"].append("no connection")
                break
            delivery["statuses"].append(answer.status_code if answer is not None else "timeout")
            wait = wait_before_retry(answer, len(delivery["statuses"]))
            if wait is None:
                break
            self.sleep(wait)
        delivery["done"] = True


def _headers(secret: str, body: bytes, invocation_id: str) -> dict[str, str]:
    timestamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "Content-Type": "application/json",
        "User-Agent": "Zendesk Webhook",
        "X-Zendesk-Account-Id": "1000001",
        "X-Zendesk-Webhook-Id": "01SANDBOXTRIGGER",
        "X-Zendesk-Webhook-Invocation-Id": invocation_id,
        "X-Zendesk-Webhook-Signature": signature(secret, timestamp, body),
        "X-Zendesk-Webhook-Signature-Timestamp": timestamp,
    }
