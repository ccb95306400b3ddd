"""Whether a message is understood only with what was said before it: "and to France?", "how long does it take?"."""

import re

from firstcontact.text.queries import query_words

# So few telling words rarely make a question of their own.
MAX_TELLING_WORDS = 3
_OPENS = re.compile(r"\s*(?:and|but|also|so|or|then|what about|how about|what if|why|tell me more)\b", re.IGNORECASE)
_REFERS = re.compile(
    r"\b(?:it|its|that|this|they|them|their|those|these|he|she|his|her|ones?|there|such|same)\b", re.IGNORECASE
)


def is_follow_up(message: str) -> bool:
    """By how it opens, what it refers to, and how little it says."""
    return len(query_words(message)) <= MAX_TELLING_WORDS or bool(_OPENS.match(message) or _REFERS.search(message))
