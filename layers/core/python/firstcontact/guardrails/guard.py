"""The guard: the first look at a message, taken once. Its result travels with the case.

Signs of an attack are a signal: they send the case to a person. What protects is the architecture: the model has no
tools, and actions come from records and policy, never from a model's words.
"""

from firstcontact.guardrails.injection import check_injection
from firstcontact.guardrails.records import GuardedMessage
from firstcontact.guardrails.redaction import redact_all

MAX_CHARS = 65_536  # all that any rule reads of a message: as much as a usual ticket of the largest channel has


def guard_message(question: str, before: str = "") -> GuardedMessage:
    """Check a message's size and look for signs of injection, then replace private data by pseudonyms.

    The size of what the rules read is limited here, once for all of them: they see ``MAX_CHARS`` characters of the
    question and the earlier words together. A longer message counts as suspicious; the case keeps all of it.
    """
    earlier, asked = redact_all([before[: max(MAX_CHARS - len(question), 0)], question[:MAX_CHARS]])
    return GuardedMessage(
        question=asked.text, before=earlier.text, pseudonyms=asked.pseudonyms, suspicion=_suspicion(question, before)
    )


def _suspicion(question: str, before: str) -> str:
    if len(question) + len(before) > MAX_CHARS:
        return f"it has more than {MAX_CHARS} characters"
    found = check_injection(f"{before}\n{question}" if before else question)
    return found.reasons[0] if found.suspicious else ""
