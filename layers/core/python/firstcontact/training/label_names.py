"""An intent's name as one more example of it: ``card_arrival`` says what its texts are about.

The fewer the examples, the more a name helps; names without meaning (``faq_12``) are detected and not used.
"""

import re

import numpy as np

from firstcontact.training.head import Floats, Labels

# On a scale from 0 (chance) to 1; of 16 collections with names in words, the least informative names reached 0.47.
TELLING = 0.2
_BETWEEN_WORDS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")


def words(intent: str) -> str:
    """A name as words: ``cardArrival``, ``card-arrival`` and ``card_arrival`` become ``card arrival``."""
    return _BETWEEN_WORDS.sub(" ", intent).strip().lower()


def telling(names: Floats, texts: Floats, labels: Labels) -> bool:
    """Whether the names are worth learning from: enough texts are nearest to the name of their own intent."""
    nearest = float(np.mean((texts @ names.T).argmax(axis=1) == labels))
    chance = 1 / len(names)
    return (nearest - chance) / (1 - chance) >= TELLING
