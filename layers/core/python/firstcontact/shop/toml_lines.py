"""Line numbers of the keys and list items of a TOML text, because tomllib does not keep them.

Nothing is validated here: either tomllib has accepted the text, or it has refused it and the caller looks for
repeated keys.
"""

import re
import tomllib
from bisect import bisect_right
from itertools import count

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[\s,]|#[^\n]*)*+")
_KEY = re.compile(r"""\s*+(?:("(?:[^"\\\n]|\\.)*+")|'([^'\n]*+)'|([\w-]++))\s*+(\.?)""")
_HEADER = re.compile(r"\[{1,2}")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\n#]*+")


class KeyLines:
    """The line number of each key by path; list items are addressed by their index."""

    def __init__(self, text: str) -> None:
        self.by_path: dict[Path, int] = {}
        self.repeated: list[tuple[Path, int, int]] = []  # path, line, line of the first occurrence
        self._text = text
        self._line_ends = [newline.start() for newline in re.finditer("\n", text)]
        self._written: set[Path] = set()
        self._items: dict[Path, int] = {}  # the number of tables seen so far in each array of tables
        self._read()

    def line(self, *path: str | int) -> int:
        """The line of a key, or of the nearest enclosing table; 1 if neither is known."""
        for end in range(len(path), 0, -1):
            if found := self.by_path.get(path[:end]):
                return found
        return 1

    def _read(self) -> None:
        table: Path = ()
        at = self._skip(0)
        while at < len(self._text):
            if header := _HEADER.match(self._text, at):
                keys, end = self._keys(header.end())
                table = self._open(keys, at, is_array=header[0] == "[[")
                at = self._skip(end + len(header[0]))
            else:
                at = self._skip(self._pair(table, at))

    def _open(self, keys: Path, at: int, *, is_array: bool) -> Path:
        """The path of a table's header, resolved to the last item of each array of tables on the path."""
        table: Path = ()
        for key in keys[:-1]:
            table = self._last_item((*table, key))
            self.by_path.setdefault(table, self._line_at(at))
        table = (*table, *keys[-1:])
        if is_array:
            self.by_path.setdefault(table, self._line_at(at))
            self._items[table] = self._items.get(table, 0) + 1
            table = self._last_item(table)
        self._write(table, at)
        return table

    def _last_item(self, table: Path) -> Path:
        return (*table, self._items[table] - 1) if table in self._items else table

    def _pair(self, table: Path, at: int) -> int:
        keys, end = self._keys(at)
        path = (*table, *keys)
        for depth in range(len(table) + 1, len(path)):
            self.by_path.setdefault(path[:depth], self._line_at(at))
        self._write(path, at)
        return self._value(path, self._skip(end + 1))

    def _keys(self, at: int) -> tuple[Path, int]:
        keys = []
        while key := _KEY.match(self._text, at):
            at = key.end()
            keys.append(_unquoted(key[1]) if key[1] else key[2] if key[2] is not None else key[3])
            if not key[4]:
                break
        return tuple(keys), at

    def _value(self, path: Path, at: int) -> int:
        """The end of a value; records the lines of the keys and items in it."""
        if string := _STRING.match(self._text, at):
            return string.end()
        opening = self._text[at : at + 1]
        if opening not in ("[", "{"):
            plain = _PLAIN.match(self._text, at)
            return max(plain.end() if plain else at, at + 1)
        at = self._skip(at + 1)
        for place in count():
            if self._text[at : at + 1] in ("]", "}", ""):
                break
            if opening == "[":
                self._write((*path, place), at)
                at = self._skip(self._value((*path, place), at))
            else:
                at = self._skip(self._pair(path, at))
        return at + 1

    def _write(self, path: Path, at: int) -> None:
        line = self._line_at(at)
        if path in self._written:
            self.repeated.append((path, line, self.by_path[path]))
            return
        self._written.add(path)
        self.by_path[path] = line

    def _skip(self, at: int) -> int:
        blank = _BLANK.match(self._text, at)
        return blank.end() if blank else at

    def _line_at(self, at: int) -> int:
        return bisect_right(self._line_ends, at - 1) + 1 if at else 1


def _unquoted(key: str) -> str:
    try:
        return str(tomllib.loads(f"k = {key}")["k"])
    except tomllib.TOMLDecodeError:
        return key[1:-1]
