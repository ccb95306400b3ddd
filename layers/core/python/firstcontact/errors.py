"""All errors that this package raises, in one tree.

FirstContactError
├── Refused            the caller must change something; repeating the same call does not help (4xx)
│   ├── Invalid            400  the input is malformed
│   ├── Unauthenticated    401  no token or signature, or not a valid one
│   ├── Forbidden          403  the token is valid, but does not allow this
│   ├── NotFound           404  does not exist, or belongs to someone else: indistinguishable on purpose
│   ├── Conflict           409  conflicts with an earlier request or change
│   ├── TooLarge           413  larger than the limit
│   └── AgainstPolicy      422  understood, but not allowed by policy
├── VendorRefused      502  a business system refused what we asked, for a reason that the caller cannot change
└── Unavailable        503  a dependency failed; the same call may succeed later
    ├── TooSlow            503  the dependency works, but did not finish within the time limit
    └── Unknown            503  a write was sent, and it is not known whether it took effect

Every error has a stable ``code``, a ``detail`` that is safe to show to callers, and a ``remedy``: what to do.
"""


class FirstContactError(Exception):
    """The base class; its message says what went wrong and may be shown to a caller."""

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
    """No token or signature, or not a valid one."""

    status = 401
    title = "Sign in first"
    code = "unauthenticated"
    remedy = "Send a current ID token of this user pool in the Authorization header."


class Forbidden(Refused):
    """The token is valid, but does not allow this."""

    status = 403
    title = "Not allowed"
    code = "forbidden"
    remedy = "Use an account that belongs to the group this call is for."


class NotFound(Refused):
    """It does not exist, or belongs to someone else: indistinguishable on purpose."""

    status = 404
    title = "Not found"
    code = "not_found"
    remedy = "Check the id; it must be one of your own."


class Conflict(Refused):
    """It conflicts with an earlier request or change."""

    status = 409
    title = "Conflict"
    code = "conflict"
    remedy = "Read the current state, then decide again."


class TooLarge(Refused):
    """Larger than the limit."""

    status = 413
    title = "Too large"
    code = "too_large"
    remedy = "Send less."


class AgainstPolicy(Refused):
    """Understood, but not allowed by policy. ``rule`` is the line of the policy that says so, if one does."""

    status = 422
    title = "Not allowed by policy"
    code = "against_policy"
    remedy = "Ask for a person, who can look at the case."

    def __init__(self, detail: str, *, code: str | None = None, remedy: str | None = None, rule: str = "") -> None:
        super().__init__(detail, code=code, remedy=remedy)
        self.rule = rule


class VendorRefused(FirstContactError):
    """A business system refused what we asked, for a reason that the caller cannot change: a person decides.

    ``vendor_code`` is the system's own code. It is for reviewers and logs, and never part of ``detail``.
    """

    status = 502
    title = "Another system refused this"
    code = "vendor_refused"
    remedy = "Ask for a person, who can look at the case."

    def __init__(self, detail: str, vendor_code: str) -> None:
        super().__init__(detail)
        self.vendor_code = vendor_code

    @property
    def reason(self) -> str:
        """Why a person must look at the case."""
        return f"{self.detail} ({self.vendor_code})"


class Unavailable(FirstContactError):
    """A dependency failed; the same call may succeed after ``retry_after`` seconds."""

    status = 503
    title = "Temporarily unavailable"
    code = "unavailable"
    remedy = "Wait a moment and send the same request again."
    retry_after = 2.0

    def __init__(
        self, detail: str, *, code: str | None = None, remedy: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(detail, code=code, remedy=remedy)
        self.retry_after = self.retry_after if retry_after is None else retry_after


class TooSlow(Unavailable):
    """The dependency works, but did not finish within the time limit."""

    code = "too_slow"


class Unknown(Unavailable):
    """A write was sent, and it is not known whether it took effect; find out before doing anything else."""

    code = "unknown_result"
