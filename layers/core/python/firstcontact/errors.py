"""Everything that can go wrong, in one tree.

FirstContactError
├── Refused            the caller must change something; retrying the same is useless (4xx)
│   ├── Invalid            400  the input is malformed
│   ├── Unauthenticated    401  no token, or not one of ours
│   ├── Forbidden          403  a good token, but not for this
│   ├── NotFound           404  unknown, or not yours: the two look alike on purpose
│   ├── Conflict           409  it clashes with what already happened
│   ├── TooLarge           413  more than we take
│   └── AgainstPolicy      422  understood, and not allowed
└── Unavailable        503  a dependency failed; the same call may work later
    ├── TooSlow            503  it works, but not within the time that was given
    └── Unknown            503  a write was sent and nobody knows whether it happened

Every error carries a stable ``code``, a ``detail`` that is safe to show, and a ``remedy``: what to do.
"""


class FirstContactError(Exception):
    """The root: what went wrong, in words that may be shown to a caller."""

    status = 500
    title = "Something went wrong"
    code = "internal"
    remedy = "Try again; if it happens again, contact us with the case id."

    def __init__(self, detail: str, *, code: str | None = None, remedy: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.remedy = remedy or self.remedy


class Refused(FirstContactError):
    """The caller must change something first."""

    status = 400
    title = "The request was refused"
    code = "refused"
    remedy = "Change the request as described and send it again."


class Invalid(Refused):
    """The input is malformed."""

    title = "The request is not valid"
    code = "invalid"


class Unauthenticated(Refused):
    """No token, or not one of ours."""

    status = 401
    title = "Sign in first"
    code = "unauthenticated"
    remedy = "Send a current ID token of this user pool in the Authorization header."


class Forbidden(Refused):
    """A good token, but not for this."""

    status = 403
    title = "Not allowed"
    code = "forbidden"
    remedy = "Use an account that belongs to the group this call is for."


class NotFound(Refused):
    """Unknown, or somebody else's: the two look alike on purpose."""

    status = 404
    title = "Not found"
    code = "not_found"
    remedy = "Check the id; it must be one of your own."


class Conflict(Refused):
    """It clashes with what already happened."""

    status = 409
    title = "Conflict"
    code = "conflict"
    remedy = "Read the current state, then decide again."


class TooLarge(Refused):
    """More than we take."""

    status = 413
    title = "Too large"
    code = "too_large"
    remedy = "Send less."


class AgainstPolicy(Refused):
    """Understood, and not allowed."""

    status = 422
    title = "Not allowed by policy"
    code = "against_policy"
    remedy = "Ask for a person, who can look at the case."


class Unavailable(FirstContactError):
    """A dependency failed; the same call may work later."""

    status = 503
    title = "Temporarily unavailable"
    code = "unavailable"
    remedy = "Wait a moment and send the same request again."


class TooSlow(Unavailable):
    """It works, but not within the time that was given."""

    code = "too_slow"


class Unknown(Unavailable):
    """A write was sent and nobody knows whether it happened; settle it before anything else."""

    code = "unknown_result"
