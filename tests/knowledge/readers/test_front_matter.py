"""Where the fields at the head of a Markdown file begin and end, and how they are written."""

import pytest
from firstcontact.knowledge.readers import Unclear
from firstcontact.knowledge.records import Document

from tests.knowledge.readers.reading import fault, only, read


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nRefunds take 5 days.\n\n---\n\nMore.",
        "---\n# Refunds\n---\nMore.",
        "---\nNote: the shop moved.\n---\nMore.",
        "---\n- one\n- two\n---\nMore.",
        "---\ntitle: Refunds\nThey take 5 days.\n---\nMore.",
        "---\ntitle: Refunds\n- one\n---\nMore.",
        "---\nhttps://x/y\n---\nMore.",
        "---\n\n---\nMore.",
        "---\nNo end.",
    ],
)
def test_what_is_no_front_matter_is_left_as_written(text: str) -> None:
    document = only("a.md", text.encode())
    assert (document.id, document.text) == ("a", text)


@pytest.mark.parametrize(
    "front",
    [
        "id: b\ntitle: T\ntags: [x, y]",
        "id: b\n\ntitle: T\ntags:\n- x\n- y",
        "# Ours\nid: b\ntitle: 'T'\ntags:\n  - x\n\n  - \"y\"\n",
        "id: b\r\ntitle: T\r\ntags:\r\n  - x\r\n  - y\r",
        "layout: post\nauthors:\n  - name: Jo\n    mail: j@x\nid: b\ntitle: T\ntags: [x,\n  y]",
        "id: b\nsummary: >2\n   Long.\ntitle: T\ntags:\n    - x\n    - y\nlast seen:",
    ],
)
def test_fields_and_lists_are_read_and_those_of_others_left_out(front: str) -> None:
    document = only("a.md", f"---\n{front}\n---\n# Heading\n\nText.".encode())
    assert (document.id, document.title, document.tags) == ("b", "T", ("x", "y"))
    assert document.text == "# Heading\n\nText."


@pytest.mark.parametrize(
    ("title", "read"),
    [
        (">-\n  When we\n  refund", "When we refund"),
        (">\n  When we\n  refund\n\n  and when not", "When we refund\nand when not"),
        ("|\n  When we\n  refund", "When we\nrefund"),
        ("|-\n  When we refund\n", "When we refund"),
        ("When we\n  refund", "When we refund"),
    ],
)
def test_a_field_over_several_lines_is_joined(title: str, read: str) -> None:
    document = only("a.md", f"---\ntitle: {title}\nurl: https://x/y\n---\nText.".encode())
    assert (document.title, document.url) == (read, "https://x/y")


@pytest.mark.parametrize("title", [">2-\n   When", "|+1\n When", "\n  en: When\n  de: Wann"])
def test_a_field_written_in_a_way_that_is_not_read_says_so(title: str) -> None:
    assert fault("a.md", f"---\ntitle: {title}\n---\nText.".encode()).startswith("title: ")


@pytest.mark.parametrize("field", ["audience: agents", "tenant: other"])
def test_front_matter_that_says_who_may_read_is_never_taken_for_text(field: str) -> None:
    assert "front matter" in fault("a.md", f"---\n{field}\nAsk a lead.\n---\nText.".encode())


@pytest.mark.parametrize(
    "text",
    [
        "---\n  title: Leads\n  audience: agents\n---\nText.",
        "---\ntitle: Leads\naudience: agents\n...\nText.",
        "\n---\naudience: agents\n---\nText.",
        "---\ntitle: Leads\n audience: agents\n---\nText.",
        "---\ntitle: Leads\naudience:\n---\nText.",
        "---\ntitle: Leads\nAudience: agents\n---\nText.",
        "---\naudience: agents\n\nText without an end of its fields.",
        "  ---\n  audience: agents\n  ---\nText.",
        "---\naudience: agents\n ---\nText.",
        "--- # head\naudience: agents\n---\nText.",
        "---\n{audience: agents}\n---\nText.",
        "---\naudience = agents\n---\nText.",
        "---\naudience: >5\n---\nText.",
    ],
)
def test_who_may_read_is_read_however_it_is_written_or_the_document_is_not(text: str) -> None:
    (found,) = read("a.md", text.encode())
    assert isinstance(found, Unclear) or (isinstance(found, Document) and found.audience == "agents")
