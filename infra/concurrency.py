"""How many calls of the functions may run at once. In a module of its own: the preflight reads it without the CDK."""

MAX_RESERVED = 800  # of all functions together: fits into the 1,000 that an account has by default
UNRESERVED = 100  # Lambda keeps at least so many for functions without a reservation
SMALL_ACCOUNT = 100  # enough for a suite that reserves nothing
