"""The suite's sentences in every language it knows, and the shop's own wording of them."""

from firstcontact.replies.catalogue import LANGUAGES, placeholders
from firstcontact.replies.sentences import Sentences

__all__ = ["LANGUAGES", "Sentences", "placeholders"]
