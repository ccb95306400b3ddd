"""Detects messages that need the earlier conversation: "and to France?", "how long does it take?"."""

import re

from firstcontact.text.queries import query_words

# A message with so few content words is rarely a complete question.
MAX_TELLING_WORDS = 3
_OPENS = re.compile(r"\s*(?:and|but|also|so|or|then|what about|how about|what if|why|tell me more)\b", re.IGNORECASE)
_REFERS = re.compile(
    r"\b(?:it|its|that|this|they|them|their|those|these|he|she|his|her|ones?|there|such|same)\b", re.IGNORECASE
)


def is_follow_up(message: str) -> bool:
    """Whether a message is a follow-up, by its opening, its pronouns and its number of content words."""
    return len(query_words(message)) <= MAX_TELLING_WORDS or bool(_OPENS.match(message) or _REFERS.search(message))
