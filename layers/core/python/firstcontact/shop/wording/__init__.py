"""The suite's built-in sentences in every supported language, and the shop's own wording of them."""

from firstcontact.shop.wording.catalogue import LANGUAGES, placeholders
from firstcontact.shop.wording.sentences import Sentences

__all__ = ["LANGUAGES", "Sentences", "placeholders"]
