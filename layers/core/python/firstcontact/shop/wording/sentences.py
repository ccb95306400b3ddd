"""Produces sentences in the customer's language, in the shop's own wording if it has one, else the built-in one."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zlib import crc32

from firstcontact.record import Record
from firstcontact.shop.wording.catalogue import LANGUAGES, built_in, months, weekdays

_FIELD = re.compile(r"\{([\w.]+)\}")


class Sentences(Record):
    """The sentences of one shop.

    ``own`` holds the shop's wording by language and key, in one or more variants. A language without sentences
    falls back to ``default``, and that to English.
    """

    own: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    default: str = LANGUAGES[0]
    links: Mapping[str, str] = {}

    def say(self, key: str, language: str = "", **values: object) -> str:
        """The sentence with its placeholders filled; raises ``KeyError`` for an unknown key."""
        variants = self._variants(key, language)
        text = variants[crc32(repr(sorted(values.items())).encode()) % len(variants)]
        filled = {**{f"links.{name}": link for name, link in self.links.items()}, **values}
        return (
            _FIELD.sub(lambda found: str(filled.get(found[1], found[0])), text).replace("{{", "{").replace("}}", "}")
        )

    def date(self, day: date, language: str = "") -> str:
        """A date in words, such as 30 November 2026."""
        named = months(self._known(language))[day.month - 1]
        return self.say("date", language, day=day.day, month=named, year=day.year)

    def opening(self, moment: datetime, language: str = "") -> str:
        """A moment in words, with its weekday and time zone, for example of the next opening."""
        return self.say(
            "opening",
            language,
            weekday=weekdays(self._known(language))[moment.weekday()],
            date=self.date(moment.date(), language),
            time=f"{moment:%H:%M}",
            zone=f"{moment:%Z}",
        )

    def _variants(self, key: str, language: str) -> Sequence[str]:
        for one in (language, self.default):
            if own := self.own.get(one, {}).get(key):
                return own
            if one in LANGUAGES:
                return (built_in(one)[key],)
        return (built_in(LANGUAGES[0])[key],)

    def _known(self, language: str) -> str:
        return next((one for one in (language, self.default) if one in LANGUAGES), LANGUAGES[0])
