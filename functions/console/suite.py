"""The configuration and the content security policy of the console's pages."""

from urllib.parse import urlsplit

from firstcontact.settings import Settings


def configuration(settings: Settings) -> dict[str, str]:
    """The addresses for sign-in and chat; they contain no secrets."""
    return {
        "user_pool_client_id": settings.need("user_pool_client_id"),
        "cognito_endpoint": _cognito(settings),
        "websocket_url": settings.need("websocket_url"),
    }


def policy(settings: Settings, *images: str) -> str:
    """The content security policy: only our own files and addresses, and no scripts from text.

    ``images`` are other addresses from which a page may show pictures.
    """
    reached = " ".join(_origin(url) for url in (_cognito(settings), settings.need("websocket_url")))
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": " ".join(("'self'", *images)),
        "connect-src": f"'self' {reached}",
        "base-uri": "'self'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def photo_addresses(settings: Settings) -> tuple[str, ...]:
    """The addresses that S3 may sign for the photos of claims, with the bucket in the host name or in the path."""
    bucket, region = settings.need("uploads_bucket"), settings.aws_region
    if settings.aws_endpoint_url:
        parts = urlsplit(settings.aws_endpoint_url)
        return (f"{parts.scheme}://{parts.netloc}", f"{parts.scheme}://{bucket}.{parts.netloc}")
    return (f"https://{bucket}.s3.{region}.amazonaws.com", f"https://{bucket}.s3.amazonaws.com")


def _cognito(settings: Settings) -> str:
    own = settings.aws_endpoint_url or f"https://cognito-idp.{settings.aws_region}.amazonaws.com"
    return own.rstrip("/") + "/"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
