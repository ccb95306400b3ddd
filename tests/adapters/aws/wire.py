"""An AWS endpoint that answers what a test wrote down for it, byte by byte, also what no sound service would."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from infra.local.standins.eventstream import MEDIA_TYPE, frame

Answer = Callable[[BaseHTTPRequestHandler], None]


class Call(NamedTuple):
    """What the endpoint was asked."""

    path: str
    operation: str
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """``answers`` are used up one by one, the last one for ever; ``hangups`` counts callers who did not listen on."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: deque[Answer] = deque()
        self.calls: list[Call] = []
        self.hangups = 0
        self.closing = threading.Event()

    def answers_with(self, *answers: Answer) -> None:
        """Forget earlier answers, give these."""
        self.answers = deque(answers)

    def silence(self, before: Sequence[bytes] | None = None) -> Answer:
        """Says nothing more, to nobody, until the test is over; frames that come ``before`` begin a stream."""

        def say(request: BaseHTTPRequestHandler) -> None:
            if before is not None:
                _begin_stream(request)
                _write(request, before)
            self.closing.wait(20)

        return say


def said(
    body: object, *, status: int = 200, kind: str = "", length: int = 0, headers: Mapping[str, str] | None = None
) -> Answer:
    """A whole answer; ``kind`` names an error, a ``length`` promises more than there is."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()

    def say(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", "application/x-amz-json-1.0")
        request.send_header("Connection", "close")
        request.send_header("Content-Length", str(length or len(data)))
        if kind:
            request.send_header("x-amzn-ErrorType", kind)
        for name, value in (headers or {}).items():
            request.send_header(name, value)
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(data)

    return say


def failed(kind: str, *, status: int = 400, message: str = "customer ada@example.com") -> Answer:
    """An error as AWS answers it, with private data in its message."""
    return said({"__type": kind, "message": message}, status=status, kind=kind)


def streamed(frames: Sequence[bytes], *, pause: float = 0, cut: bool = False) -> Answer:
    """An event stream, ``pause`` seconds between frames; one that is ``cut`` never says that it ended."""

    def say(request: BaseHTTPRequestHandler) -> None:
        _begin_stream(request)
        _write(request, frames, pause)
        if not cut:
            request.wfile.write(b"0\r\n\r\n")

    return say


def hang_up(request: BaseHTTPRequestHandler) -> None:
    """Closes the connection without a word."""
    request.connection.close()


FAULTS: Mapping[str, Answer] = {
    "throttled": failed("ThrottlingException"),
    "failing": failed("InternalServerError", status=500),
    "denied": failed("AccessDeniedException"),
    "gone": hang_up,
    "another service": said(b"<html>customer ada@example.com", status=502),
}


def written(*pieces: str, stop: str = "end_turn", usage: dict[str, int] | None = None) -> list[bytes]:
    """The frames of a model's answer."""
    deltas = [frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": piece}}) for piece in pieces]
    end = [frame("contentBlockStop", {"contentBlockIndex": 0}), frame("messageStop", {"stopReason": stop})]
    metered = {"usage": usage or {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2}, "metrics": {"latencyMs": 1}}
    return [frame("messageStart", {"role": "assistant"}), *deltas, *end, frame("metadata", metered)]


@contextmanager
def listening() -> Iterator[Wire]:
    """An endpoint that is there for a while."""
    wire = Wire("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            wire.calls.append(Call(self.path, self.headers.get("X-Amz-Target", ""), body))
            self.close_connection = True
            answer = wire.answers.popleft() if len(wire.answers) > 1 else wire.answers[0]
            try:
                answer(self)
            except ConnectionError:
                wire.hangups += 1

        do_GET = do_HEAD = do_POST  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    wire.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield wire
    finally:
        wire.closing.set()
        server.shutdown()
        server.server_close()


def _begin_stream(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", MEDIA_TYPE)
    request.send_header("Connection", "close")
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()


def _write(request: BaseHTTPRequestHandler, frames: Sequence[bytes], pause: float = 0) -> None:
    for data in frames:
        request.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        request.wfile.flush()
        threading.Event().wait(pause)
