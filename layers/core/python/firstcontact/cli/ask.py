"""Ask a running suite one question: shows the reply, the verdict, the sources and the cost."""

import argparse
import importlib.util
import sys
import textwrap
from math import floor
from typing import Any

from firstcontact.cli import local_suite, websocket
from firstcontact.cli.errors import CannotRun


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``ask TEXT``."""
    parser.add_argument("text", help="the question")
    parser.add_argument("--customer", default="customer", help="a user of .local/suite.json, or an ID token")
    parser.add_argument("--conversation", help="continue this conversation")
    parser.add_argument("--url", help="the API, if not the local suite's")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask over WebSocket if the suite and ``websockets`` allow it, else over REST; print events as they arrive."""
    running = {} if options.url and "." in options.customer else local_suite.find()
    api = options.url or running["api"]
    token = options.customer if "." in options.customer else local_suite.token(running, options.customer)
    message = {"text": options.text}
    if options.conversation:
        message["conversation_id"] = options.conversation
    streams = not options.url and "websocket" in running and importlib.util.find_spec("websockets") is not None
    reply = _streamed(running["websocket"], token, message) if streams else _whole(api, token, message)
    show(reply, _cost(api, running, reply["case_id"]))
    return 0


def _streamed(url: str, token: str, message: dict[str, str]) -> dict[str, Any]:
    """Print statuses on standard error and checked sentences on standard output; returns the last event."""
    said = False
    for event in websocket.converse(url, token, message):
        if event["type"] == "status":
            print(f"… {event['stage']}", file=sys.stderr)
        elif event["type"] == "sentence":
            print(event["text"], flush=True)
            said = True
        elif event["type"] == "error":
            raise CannotRun(f"{event['problem']['detail']} ({event['problem']['remedy']})")
        else:
            return {**event, "reply": ""} if said else event
    raise CannotRun("the chat closed before its reply (start the suite with: make up)")


def _whole(api: str, token: str, message: dict[str, str]) -> dict[str, Any]:
    status, reply = local_suite.call(f"{api}/v1/messages", token, message)
    if status >= 400:
        raise CannotRun(f"{reply.get('detail', reply)} ({reply.get('remedy', status)})")
    return reply


def _cost(api: str, running: dict[str, Any], case_id: str) -> str | None:
    """The cost of the case so far, from the finance report; None if that is not available."""
    if "finance" not in running.get("tokens", {}):
        return None
    status, costs = local_suite.call(f"{api}/v1/costs", local_suite.token(running, "finance"))
    return f"{costs['by_case'].get(case_id, 'unknown')} {costs['currency']}" if status == 200 else None


def show(reply: dict[str, Any], cost: str | None) -> None:
    """Print a reply for people; an empty text was already printed sentence by sentence."""
    if reply["reply"]:
        print(textwrap.fill(reply["reply"], 100))
    print()
    confidence = reply.get("confidence")
    # Rounded down, so that it is never shown higher than it is.
    said = "" if confidence is None else f" · confidence {floor(100 * confidence) / 100:.2f}"
    print(f"{reply['status']}{said} · {reply['case_id']} · {reply['conversation_id']}")
    for source in reply["sources"]:
        dated = f" · {source['updated_at'][:10]}" if source.get("updated_at") else ""
        print(f"  {source['title']} — {source['url']}{dated}")
    if cost is not None:
        print(f"  cost so far: {cost}")
