"""Families of texts on which rules that backtrack take long: one piece repeated, at any size."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType

Family = Callable[[int], str]
# Blanks and marks, then near-matches of what the rules look for: each could be the start of a match, and is none.
REPEATED = (
    *(
        " ",
        "\n",
        "\t",
        " \n",
        "\n ",
        "\r\n",
        "\u00a0",
        "\u2028",
        "a",
        "A",
        "é",
        "1",
        "0",
        "_",
        "-",
        ".",
        ",",
        ";",
        ":",
    ),
    *("?", "!", "'", '"', "`", "*", "#", ">", "<", "[", "]", "(", ")", "{", "|", "@", "+", "/", "\\", "$", "\u2019"),
    *("a ", "A ", "1 ", "a\n", "A. ", "a. ", "a.", "A.", "1.", "1,", "1, ", "? ", "?  ", ". ", ".) ", "; ", ";\n"),
    *(
        " ;\n",
        ", ",
        ",  ",
        "'a",
        "a'",
        "- ",
        "- a\n",
        "1. a\n",
        "# a\n",
        "# \n",
        "> a\n",
        "```\n",
        "** a ",
        "*a",
        "_a",
    ),
    *("[a", "[a]", "[](", "[a](", "![", "![a](b", "[a](b)", "[[a](b)", "(a", "a)", "<a", "<a ", "<a>", "</", "<!--"),
    *(
        "<![",
        "<!",
        "<?",
        "<a b=",
        "<p>",
        "<ul><li>",
        "&",
        "&amp",
        "&#",
        "<script>",
        "<!--a>",
        "<![CDATA[a>",
        "<![CDATA[a]>",
        "<![if a>",
        "<a b='>",
        "<|",
        "{a}",
        "{a",
        "{{",
        "<title>",
    ),
    *("and ", " and  ", ", and ", "  and the ", "and also ", " plus  ", "\n and ", ";  then ", "and and ", ",,and"),
    *("i want ", "please ", "how ", "what ", "do ", "when will ", "is it ", "also\n", "no, ", "so, ", "or\n"),
    *("yes ", "yes, ", "yes and ", "ok please ", "no ", "don't ", "that's ", "yes-", "never mind "),
    *("talk to ", "talk to a real ", "talk to a-", "a real ", "get me a ", "do not want ", "not a a a ", "bot "),
    *("order ", "orders 1, ", "order number is ", "order 1 ", "order #", "order 1 111 ", "1 111 ", "1 11 ", "1,111"),
    *(
        "TW-",
        "TW-1042 ",
        "1042, ",
        "1042 and ",
        "1042/",
        "a1-",
        "#1",
        "number ",
        "my order no. ",
        "street 1 ",
        "EUR 1 ",
    ),
    *(
        "12:30 ",
        "+49 (170) ",
        "0170-",
        "00 1",
        "4111 ",
        "4111-1111",
        "DE89 ",
        "DE89370400440532013000 ",
        "1.1.1.",
        "1.1.1 ",
    ),
    *("a@", "a@a", "a@b.", "a.b@c.d ", "@", "a+", "[EMAIL_", "[EMAIL_1]", "[EMAIL_1", "[A", "sk_live_", "sk_live_a "),
    *("password is ", "password: ", "my name is ", "my name is A", "my name is Ann B", "1/1/20", "1.1.2020 "),
    *(
        "ignore ",
        "ignore all ",
        "system ",
        "system\n",
        "\nsystem ",
        "\n system \n",
        "you are ",
        "your ",
        "all customers ",
    ),
    *("Agent:", "Agent: a\n", "\nAgent", "Customer:", "Customer: a\n", " Customer:\n", "Customer: a\nAgent: b\n"),
    *("e.g. ", "J. ", "Smith J. ", "a.A ", "A.b", "nr. A", "i do not ", "we have ", "not in the ", "there is "),
    *("http://", "http://a ", "https://[", "[1]", "[1] ", " [1", ". [1] A", "[[1]", ".\n", "NO_ANSWER "[:-2]),
    *(
        "---\n",
        "--- ",
        "a:",
        "a: b\n",
        "a: |\n",
        " audience",
        "\naudience",
        "{audience",
        "tenant \n",
        "a b c:",
        "- \n",
    ),
    *("one two ", "twelve ", "monday ", "Ann ", "ANN ", "a1b ", "1a", "It costs 5 EUR. ", "A short sentence here. "),
    *('"a', '"a"', '\\"', "'''", '"""', "[a.b]\n", "a = [", "a = 1\n", "a = {b", '{"a":', '["a", ', "[1, ", "#\n"),
)
SIMPLE = (" ", "\n", "a", "1 ", "[", "and ")


def families(repeated: Iterable[str], made: Mapping[str, Family] = MappingProxyType({})) -> Mapping[str, Family]:
    """The families that repeat a piece, by that piece, and those that are made otherwise, by their names."""
    return {repr(piece): partial(_repeated, piece) for piece in repeated} | dict(made)


def _repeated(piece: str, size: int) -> str:
    """The piece, and an end on which a long match fails."""
    return (piece * size)[: size - 1] + "x"


def _numbered(piece: str, size: int) -> str:
    return "".join(piece.format(n, n) for n in range(size // (len(piece) + 1)))[:size]


def _growing(size: int) -> str:
    """Words of one letter, of two, and so on."""
    text = " ".join("a" * n for n in range(int((2 * size) ** 0.5) + 1))
    return text[:size]


MADE: Mapping[str, Family] = {
    "numbered words": partial(_numbered, "w{} "),
    "numbered addresses": partial(_numbered, "a{}@b.example "),
    "numbered pseudonyms": partial(_numbered, "[EMAIL_{}] a{}@b.example "),
    "numbered sentences": partial(_numbered, "The parcel {} was sent. "),
    "numbered lines": partial(_numbered, "The parcel {} was sent\n"),
    "numbered orders": partial(_numbered, "order TW-{} and "),
    "growing words": _growing,
    "brackets in brackets": lambda size: "[" * (size // 2) + "](a)" * (size // 8),
    "an open link in brackets": lambda size: "[" * (size - 2) + "](",
    "lists in lists": lambda size: "<ul><li>" * (size // 16) + "</li></ul>" * (size // 20),
    "tags in tags": lambda size: "<" * (size // 2) + ">" * (size // 2),
    "blanks between words": lambda size: "word" + " " * (size - 8) + "word",
    "blanks before each line's end": lambda size: ("a" + " " * 500 + "\n") * (size // 502),
}
