"""boto3 clients, created on first use, because importing boto3 and building clients is most of a cold start."""

from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTEMPTS = 3
_one_at_a_time = Lock()


@cache
def _session() -> Any:
    import boto3

    return boto3.session.Session()


@cache
def client(service: str, endpoint_url: str | None = None, read_timeout: float = 8.0) -> Any:
    """A low-level client with short timeouts (seconds) and few retries, because a person is waiting."""
    from botocore.config import Config

    config = Config(
        connect_timeout=2.0,
        read_timeout=read_timeout,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        tcp_keepalive=True,
        # Without these two, upload forms get an older signature version and S3's old global endpoint.
        signature_version="s3v4" if service == "s3" else None,
        s3={"addressing_style": "virtual"},
    )
    with _one_at_a_time:  # sessions are not thread-safe, the clients that they create are
        return _session().client(service, endpoint_url=endpoint_url, config=config)


@contextmanager
def unavailable(what: str) -> "Iterator[None]":
    """Convert SDK errors to ``Unavailable``, without the SDK's message, which may contain private data."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise Unavailable(f"{what} ({error.response.get('Error', {}).get('Code', 'error')})") from error
    except BotoCoreError as error:
        raise Unavailable(f"{what} ({type(error).__name__})") from error
    except OSError as error:  # from the connection, or from the disk that a download is written to
        raise Unavailable(f"{what} ({error.strerror or type(error).__name__})") from error


def code(error: Any) -> str:
    """The AWS error code of a ``ClientError``."""
    return str(error.response.get("Error", {}).get("Code", ""))
