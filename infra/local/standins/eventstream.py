"""Encodes ``application/vnd.amazon.eventstream`` frames: lengths, typed headers, payload, and CRCs."""

import json
import struct
import zlib
from typing import Any, Literal

MEDIA_TYPE = "application/vnd.amazon.eventstream"
_STRING = 7


def frame(name: str, payload: dict[str, Any], kind: Literal["event", "exception"] = "event") -> bytes:
    """One event, or an exception that ends the stream."""
    headers = _header(f":{kind}-type", name) + _header(":content-type", "application/json")
    headers += _header(":message-type", kind)
    body = json.dumps(payload, ensure_ascii=False).encode()
    prelude = struct.pack(">II", 16 + len(headers) + len(body), len(headers))
    message = prelude + struct.pack(">I", zlib.crc32(prelude)) + headers + body
    return message + struct.pack(">I", zlib.crc32(message))


def _header(name: str, value: str) -> bytes:
    return (
        struct.pack(">B", len(name))
        + name.encode()
        + struct.pack(">BH", _STRING, len(value.encode()))
        + value.encode()
    )
