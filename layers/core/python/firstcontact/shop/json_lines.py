"""Line numbers of the members and items of a JSON text that the json module has already accepted."""

import json
import re
from bisect import bisect_left

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[\s,:]*+")
_SCALAR = re.compile(r"[^\s,\]}]++")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)


class JsonLines:
    """The line number of each value by path."""

    def __init__(self, text: str) -> None:
        self.by_path: dict[Path, int] = {}
        self._text = text
        self._line_ends = [newline.start() for newline in re.finditer("\n", text)]
        self._value((), self._skip(0))

    def line(self, *path: str | int) -> int:
        """The line of a value, or of the nearest enclosing value that has one."""
        return next((self.by_path[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.by_path), 1)

    def _value(self, path: Path, at: int) -> int:
        self.by_path[path] = bisect_left(self._line_ends, at) + 1
        opening = self._text[at : at + 1]
        if opening not in ("[", "{"):
            scalar = _STRING.match(self._text, at) or _SCALAR.match(self._text, at)
            return scalar.end() if scalar else at + 1
        at = self._skip(at + 1)
        place = 0
        while self._text[at : at + 1] not in ("]", "}", ""):
            step: str | int = place
            if opening == "{" and (key := _STRING.match(self._text, at)):
                step, at = json.loads(key[0], strict=False), self._skip(key.end())
            at = self._skip(self._value((*path, step), at))
            place += 1
        return at + 1

    def _skip(self, at: int) -> int:
        space = _SPACE.match(self._text, at)
        return space.end() if space else at
