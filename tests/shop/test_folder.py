"""A folder as a whole: what is right is read; each thing that is wrong is a fault with file, line and remedy."""

import os
from pathlib import Path

import pytest
from firstcontact.errors import Invalid
from firstcontact.shop.folder import check, inspect, read
from firstcontact.shop.shop import Shop

from tests.shop.conftest import KNOWN, ShopFolder

# file, what is written, what instead, line, message
BAD = [
    ("policy.toml", "within_days = ", "within_day = ", 5, "unknown key `within_day`: did you mean `within_days`?"),
    ("shop.toml", "currency = ", "curency = ", 3, "unknown key `curency`: did you mean `currency`?"),
    ("shop.toml", "monday = ", "mondey = ", 9, "unknown key `mondey`: did you mean `monday`?"),
    ("shop.toml", 'name = { en = "Ch', 'nam = { en = "Ch', 13, "unknown key `nam`: did you mean `name`?"),
    ("policy.toml", "per_shop = ", "pershop = ", 7, "unknown key `pershop`: did you mean `per_shop`?"),
    ("connectors.toml", '"stripe"', '"strype"', 2, "unknown vendor `strype`: did you mean `stripe`?"),
    ("connectors.toml", "payments = ", "payment = ", 2, "unknown key `payment`: did you mean `payments`?"),
    (
        "policy.toml",
        '{ EUR = "200.00", JPY = "30000" }',
        '"200.00"',
        6,
        'needs its currency: write { EUR = "200.00" }',
    ),
    (
        "policy.toml",
        "default = 30",
        "default = -3",
        5,
        "`refund.within_days.default`: -3 is out of range: write a number",
    ),
    ("policy.toml", "plus = 60", "plus = 60, plus = 90", 5, "two rules for the same group: `plus`"),
    ("policy.toml", "plus = 60", "plus = 60, Plus = 90", 5, "two rules for the same group: also `plus`: keep one"),
    ("policy.toml", "default = 30, ", "", 5, "has no `default`"),
    ("policy.toml", "{ default = 30, plus = 60 }", "30", 5, "write one number per group: { default = 30 }"),
    ("policy.toml", 'EUR = "200.00", J', 'EURO = "200.00", J', 6, "unknown currency `EURO`: did you mean `EUR`?"),
    ("policy.toml", '"30000"', '"30000.5"', 6, 'more decimals than JPY has: write it like "200"'),
    ("policy.toml", '"200.00"', "200.0", 6, 'write the amount in quotes, for example EUR = "200.00"'),
    ("policy.toml", '"200.00"', '"-1"', 6, "-1 is negative: write 0 or more"),
    ("policy.toml", '"200.00"', '"two"', 6, "`two` is not an amount"),
    ("policy.toml", "[warranty]", "[waranty]", 15, "[waranty] is not an action: did you mean `warranty`?"),
    ("policy.toml", "[warranty]", "[refund]", 15, "`refund` is given twice (first in line 2): keep one"),
    ("policy.toml", '-30"\n', '-30"\nversion = "2027-01-01"\n', 2, "`version` is given twice (first in line 1)"),
    ("policy.toml", 'version = "2026-11-30"\n', "", 1, "`version` is missing: add it"),
    (
        "policy.toml",
        'by = "person"',
        "bonus_percent = 5",
        16,
        "`bonus_percent` belongs to [store_credit], not to [warranty]",
    ),
    (
        "policy.toml",
        'by = "person"',
        'by = "desk"',
        16,
        "`warranty.by`: `desk` is unknown: use one of person, suite",
    ),
    ("policy.toml", 'states = ["delivered"]', 'states = ["deliverd"]', 4, "did you mean `delivered`?"),
    ("policy.toml", 'countries = ["NL", "BE"]', 'countries = ["Netherlands"]', 10, "write its ISO 3166 code"),
    ("policy.toml", "most = 3", "most = 0", 19, "`0` is too small: write 1 or more"),
    ("policy.toml", "least = 1", "least = 4", 19, "least = 4 is more than most = 3: swap them"),
    (
        "policy.toml",
        'returns = "required"',
        'confirm = "never"',
        11,
        "[refund] pays money, so the customer must agree",
    ),
    ("policy.toml", 'by = "person"', "within_days = { default = 3 }", 17, "are both given: keep one"),
    (
        "policy.toml",
        'en = "within 5 days", ',
        "",
        14,
        "`refund.arrives` has no text in the shop's first language: add en = ",
    ),
    ("policy.toml", "customers = [", "customers = 5 # [", 3, 'write "any" or a list of groups'),
    (
        "shop.toml",
        "Europe/Paris",
        "Europe/Pariss",
        4,
        "unknown time zone `Europe/Pariss`: did you mean `Europe/Paris`?",
    ),
    ("shop.toml", "Europe/Paris", "../../etc/passwd", 4, "unknown time zone `../../etc/passwd`"),
    ("shop.toml", "Europe/Paris", "Europe", 4, "unknown time zone `Europe`"),
    ("shop.toml", "logo.svg", "a\\u0000b", 18, "`look.logo`: there is no file"),
    ("shop.toml", "'VL-\\d{4}'", "'VL-(\\d{4}'", 15, "is not a regular expression"),
    ("shop.toml", "'VL-\\d{4}'", "'(?:\\d+)+x'", 15, "a repetition inside a repetition can take very long"),
    ("shop.toml", "'VL-\\d{4}'", "'" + "A" * 300 + "'", 15, "a pattern of 300 characters: write at most 200"),
    ("shop.toml", '"09:00-18:00"', '"9-18"', 9, 'write opening and closing time as "09:00-18:00"'),
    ("shop.toml", '"09:00-18:00"', '"18:00-09:00"', 9, "write the earlier time first"),
    ("shop.toml", "2026-12-25", "2026-13-25", 12, 'write a date, for example "2026-12-25"'),
    ("shop.toml", '["velo.example"]', '["@velo.example"]', 7, "is not a mail domain"),
    ("shop.toml", "https://velo.example/returns", "javascript:alert(1)", 20, "is not a web address"),
    ("shop.toml", "#0b6b5e", "teal", 17, "is not a colour: write it like #0b6b5e"),
    ("shop.toml", "logo.svg", "logo.png", 18, "there is no file logo.png: add it or delete the line"),
    ("shop.toml", 'mode = "draft"', 'mode = "auto"', 22, "`answers.mode`: `auto` is unknown"),
    (
        "shop.toml",
        "refund_policy = ",
        "refund_polcy = ",
        23,
        "unknown intent `refund_polcy`: did you mean `refund_policy`?",
    ),
    ("shop.toml", '"EUR"', '"EURO"', 3, "unknown currency `EURO`: did you mean `EUR`?"),
    ("shop.toml", '["en", "de"]', "[]", 2, "`languages`: is empty: add at least one"),
    ("shop.toml", 'name = "Vélo Loire"', 'name = "Vélo Loire', 1, "not TOML (Illegal character '\\n' at column"),
    (
        "intents.toml",
        '"person"\nutt',
        '"action"\naction = "refnd"\nutt',
        10,
        "unknown action `refnd`: did you mean `refund`?",
    ),
    ("intents.toml", "[fitting]", "[Fitting]", 7, "`Fitting` is not a name: use lower-case letters"),
    ("intents.toml", '"person"\nutt', '"action"\nutt', 9, "`action` of [fitting] is missing"),
    ("intents.toml", '"person"\nutt', '"human"\nutt', 9, "`fitting.destination`: `human` is unknown"),
    ("intents.toml", "where's my bike", "Book  a fitting", 15, "is also an utterance of [fitting] (line 12)"),
    ("intents.toml", '["where\'s my bike"]', "[]", 15, "[order_status] has no utterances"),
    ("intents.toml", "upset = 0.8", "upset = 1.8", 6, "`1.8` is too large: write 1.0 or less"),
    ("intents.toml", "upset = 0.8", 'intents = ["fiting"]', 6, "unknown intent `fiting`: did you mean `fitting`?"),
    (
        "intents.toml",
        'description = "The customer asks for a bike fitting."\n',
        "",
        7,
        "`description` of [fitting] is missing",
    ),
    ("faults.toml", 'earns = "replacement"', 'earns = "store_credit"', 5, "policy.toml has no [store_credit]"),
    ("faults.toml", 'earns = "replacement"', 'earns = "money"', 5, "`cracked.earns`: `money` is unknown"),
    ("faults.toml", 'earns = "replacement"', 'earns = "nothing"', 5, "is dangerous and earns nothing"),
    ("faults.toml", 'en = "cracked", ', "", 2, "`cracked.names` has no text in the shop's first language"),
    ("faults.toml", "except =", "excpt =", 6, "unknown key `excpt`: did you mean `except`?"),
    ("replies/de.toml", "[refund_done]", "[refund_don]", 1, "unknown key `refund_don`: did you mean `refund_done`?"),
    ("replies/de.toml", "{amount}", "{amont}", 2, "unknown placeholder `{amont}`: did you mean `amount`?"),
    ("replies/de.toml", "{amount}", "{amount.__class__}", 2, "unknown placeholder"),
    ("replies/de.toml", "{amount}", "{amount", 2, "a brace is not closed"),
    ("replies/de.toml", "texts = [", 'text = "x"\ntexts = [', 1, "either `text` or `texts`"),
    ("tickets.jsonl", '"reply"', '"replay"', 1, "unknown key `replay`: did you mean `reply`?"),
    (
        "tickets.jsonl",
        "2026-01-01T10:00:00Z",
        "yesterday",
        1,
        'write a date and time, for example "2026-11-30T09:00:00Z"',
    ),
    ("tickets.jsonl", '"tags": []}', '"tags": []', 1, "not a JSON object on one line"),
    ("questions.jsonl", '"expect": "action"', '"expect": "answer"', 1, '`action` needs "expect": "action"'),
    (
        "questions.jsonl",
        '"action": "refund"',
        '"action": "refnd"',
        1,
        "unknown action `refnd`: did you mean `refund`?",
    ),
    ("articles/returns.md", "title: Returns", "titel: Returns", 2, "unknown key `titel`: did you mean `title`?"),
    ("articles/returns.md", "title: Returns", "audiense: agents\ntitle: Returns", 2, "did you mean `audience`?"),
    ("articles/returns.md", "language: en", "replaces: old", 3, "no article has the id `old`"),
    ("articles/returns.md", "language: en", "valid_from: soon", 3, "`soon` is not a date: write it like 2026-11-30"),
]


def test_a_good_folder_has_no_faults_and_notes_only_on_what_the_suite_does_not_decide(folder: ShopFolder) -> None:
    found = folder.inspect()
    assert found.faults == ()
    assert [str(note) for note in found.notes if "is not decided by the suite yet" not in note.message] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"), BAD, ids=[f"{one[0]}-{one[2][:30]}" for one in BAD]
)
def test_what_cannot_be_right_is_a_fault_with_its_line(
    folder: ShopFolder, file: str, old: str, new: str, line: int, message: str
) -> None:
    folder.change(file, old, new)
    places = [(fault.file, fault.line) for fault in folder.inspect().faults if message in fault.message]
    assert places == [(file, line)], [str(fault) for fault in folder.inspect().faults]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"), BAD, ids=[f"{one[0]}-{one[2][:30]}" for one in BAD]
)
def test_a_fault_is_one_line_of_text_with_a_remedy(
    folder: ShopFolder, file: str, old: str, new: str, line: int, message: str
) -> None:
    folder.change(file, old, new)
    for fault in folder.inspect().faults:
        assert "\n" not in str(fault)
        assert ": " in fault.message or "?" in fault.message


def test_all_faults_are_found_at_once(folder: ShopFolder) -> None:
    folder.change("shop.toml", "Europe/Paris", "Europe/Nowhere")
    folder.change("policy.toml", "default = 30", "default = -3")
    folder.change("policy.toml", 'countries = ["NL"', 'countries = ["nl"')
    folder.change("connectors.toml", "stripe", "paypal")
    folder.change_record("orders", lambda order: order.update(customer_id="c9"))
    assert {fault.file for fault in check(folder.root, KNOWN)} == {
        "shop.toml",
        "policy.toml",
        "connectors.toml",
        "sandbox/orders.json",
    }
    assert len([fault for fault in check(folder.root, KNOWN) if fault.file == "policy.toml"]) == 2


def test_a_folder_with_faults_is_not_read(folder: ShopFolder) -> None:
    folder.change("policy.toml", "default = 30", "default = -3")
    with pytest.raises(Invalid, match=r"policy\.toml:5: .*-3") as caught:
        folder.read()
    assert "firstcontact shop check" in caught.value.remedy


def test_only_shop_toml_is_needed(tmp_path: Path) -> None:
    text = 'name = "A"\nlanguages = ["en"]\ncurrency = "EUR"\ntime_zone = "UTC"\n'
    (tmp_path / "shop.toml").write_text(text)
    shop = read(tmp_path, KNOWN)
    assert (shop.policy, shop.sandbox, shop.articles) == (None, None, ())


def test_a_shop_survives_json(folder: ShopFolder) -> None:
    shop = folder.read()
    assert Shop.model_validate_json(shop.model_dump_json()) == shop


def test_a_missing_shop_toml_says_how_to_make_one(folder: ShopFolder) -> None:
    (folder.root / "shop.toml").unlink()
    assert f"`firstcontact shop new {folder.root}`" in folder.fault().message


def test_a_directory_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    (fault,) = check(tmp_path / "nowhere", KNOWN)
    assert "there is no such directory: check the path" in fault.message


def test_a_file_is_no_directory(folder: ShopFolder) -> None:
    (fault,) = check(folder.root / "shop.toml", KNOWN)
    assert "not a directory" in fault.message


def test_a_file_that_is_not_utf8_is_named_with_the_line(folder: ShopFolder) -> None:
    folder.write("articles/fees.md", "# Fees\n\nCafé\n".encode("latin-1"))
    fault = folder.fault()
    assert (fault.file, fault.line) == ("articles/fees.md", 3)
    assert "save it as UTF-8" in fault.message
    folder.write("articles/fees.md", "# Fees\n\nCafé\n")
    folder.write("shop.toml", b'name = "x"\n# \xe9\n')
    assert (folder.fault().line, folder.fault().message) == (2, "not UTF-8 (byte 0xe9): save the file as UTF-8")


def test_a_huge_file_is_refused(folder: ShopFolder) -> None:
    folder.write("policy.toml", "#" * (2**20 + 1))
    assert folder.inspect().faults[0].message == "larger than 1 MiB: make it smaller or split it"


def test_a_directory_in_place_of_a_file_is_refused(folder: ShopFolder) -> None:
    (folder.root / "connectors.toml").unlink()
    (folder.root / "connectors.toml").mkdir()
    assert folder.fault().message == "not a file: replace it with a file"


def test_a_pipe_is_not_waited_for(folder: ShopFolder) -> None:
    (folder.root / "connectors.toml").unlink()
    os.mkfifo(folder.root / "connectors.toml")
    assert folder.fault().message == "not a file: replace it with a file"


def test_an_unreadable_file_is_a_fault(folder: ShopFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(path: Path, *arguments: object, **named: object) -> object:
        if path.name == "connectors.toml":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    assert folder.fault().message == "cannot be read (Permission denied): check its permissions"


@pytest.mark.parametrize(
    "name", ["policy.toml", "articles/secret.md", "logo.svg", "sandbox/orders.json", "replies/en.toml"]
)
def test_a_link_out_of_the_folder_is_refused(folder: ShopFolder, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    (folder.root / name).unlink(missing_ok=True)
    (folder.root / name).symlink_to(outside)
    messages = [fault.message for fault in folder.inspect().faults if fault.file == name]
    assert messages == ["outside of the shop's folder: copy the file instead of linking to it"]


def test_a_link_to_a_directory_is_refused(folder: ShopFolder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder.root / "articles/more").symlink_to(tmp_path / "elsewhere")
    assert folder.fault().message == "a link to a directory: copy the files instead"
    (folder.root / "articles/more").unlink()
    (folder.root / "replies/de.toml").unlink()
    (folder.root / "replies").rmdir()
    (folder.root / "replies").symlink_to(tmp_path / "elsewhere")
    assert folder.fault().file == "replies"


def test_a_link_in_a_circle_is_refused(folder: ShopFolder) -> None:
    (folder.root / "policy.toml").unlink()
    (folder.root / "policy.toml").symlink_to("policy.toml")
    assert [fault for fault in folder.inspect().faults if fault.file == "policy.toml"]


def test_a_file_with_nearly_the_right_name_is_a_fault(folder: ShopFolder) -> None:
    (folder.root / "policy.toml").rename(folder.root / "polcy.toml")
    messages = [fault.message for fault in folder.inspect().faults if fault.file == "polcy.toml"]
    assert messages == ["this file is not used: did you mean `policy.toml`?"]


def test_an_encoder_without_a_gate_of_its_own_is_noted(folder: ShopFolder) -> None:
    folder.write("models/encoder_changes.npz", b"x")
    (note,) = [note for note in folder.inspect().notes if note.file == "models/encoder_changes.npz"]
    assert "add models/gate.json, fitted with it" in note.message
    folder.write("models/gate.json", "{}")
    assert not [note for note in folder.inspect().notes if note.file.startswith("models/")]


def test_other_files_are_left_alone(folder: ShopFolder) -> None:
    before = folder.inspect()
    folder.write("README.md", "ours")
    folder.write(".git/config", "x")
    assert folder.inspect() == before


def test_deep_nesting_is_a_fault(folder: ShopFolder) -> None:
    folder.write("policy.toml", f"version = {'[' * 5000}{']' * 5000}")
    assert folder.inspect().faults[0].message.startswith("nested too deeply")
    folder.write("policy.toml", 'version = "1"')
    folder.write("faults.toml", "")
    folder.write("sandbox/customers.json", "[" * 100_000)
    assert any("nested too deeply" in fault.message for fault in folder.inspect().faults)


def test_a_currency_without_a_limit_is_noted(folder: ShopFolder) -> None:
    folder.change("policy.toml", 'EUR = "200.00", J', "J")
    found = folder.inspect()
    assert not found.faults
    assert str(found.notes[0]).startswith("policy.toml:6: [refund] has no automatic limit in EUR")


def test_an_article_in_another_language_is_noted(folder: ShopFolder) -> None:
    folder.change("articles/returns.md", "language: en", "language: sv")
    found = folder.inspect()
    assert not found.faults
    assert found.notes[0].message == "written in sv, which is not among the shop's languages"


def test_a_language_without_sentences_is_noted(folder: ShopFolder) -> None:
    folder.change("shop.toml", '["en", "de"]', '["en", "de", "sv"]')
    assert "`sv` has no built-in sentences: add the missing 2 in replies/sv.toml" in folder.inspect().notes[0].message


def test_replies_in_a_language_of_nobody_are_a_fault(folder: ShopFolder) -> None:
    folder.write("replies/fr.toml", "")
    assert folder.fault().message.startswith("`fr` is not among the shop's languages: add")


def test_two_articles_of_one_id_are_a_fault_unless_their_days_differ(folder: ShopFolder) -> None:
    folder.write("articles/new.md", "---\nid: returns\ntitle: New\n---\nText\n")
    assert "two articles with the id `returns` (also articles/new.md)" in folder.fault().message
    folder.write("articles/new.md", "---\nid: returns\ntitle: New\nvalid_from: 2027-01-01\n---\nText\n")
    assert not folder.inspect().faults


def test_an_article_needs_a_title(folder: ShopFolder) -> None:
    folder.write("articles/untitled.md", "Some text without a heading.\n")
    assert folder.fault().message.startswith("has no title: write `title: …`")


def test_an_empty_article_is_a_fault(folder: ShopFolder) -> None:
    folder.write("articles/empty.md", "# \n")
    folder.write("articles/empty.md", "")
    assert folder.fault().message.startswith("it is empty")


def test_many_faults_of_one_file_are_cut(folder: ShopFolder) -> None:
    folder.write("tickets.jsonl", "x\n" * 1000)
    faults = folder.inspect().faults
    assert len(faults) == 101
    assert faults[-1].message == "900 more faults: correct those above first"


def test_a_secret_is_not_a_name_and_is_never_shown(folder: ShopFolder) -> None:
    secret = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    folder.change("connectors.toml", "velo/shopify", secret)
    fault = folder.fault()
    assert "this looks like the secret itself" in fault.message
    assert secret not in str(fault)


def test_a_secret_needs_a_vendor(folder: ShopFolder) -> None:
    folder.change("connectors.toml", 'orders = "shopify"\n', "")
    assert "no vendor is chosen for orders" in folder.fault().message


def test_windows_line_ends_and_a_byte_order_mark_are_fine(folder: ShopFolder) -> None:
    text = (folder.root / "policy.toml").read_text(encoding="utf-8")
    folder.write("policy.toml", "\ufeff" + text.replace("\n", "\r\n"))
    assert not folder.inspect().faults
    folder.change("policy.toml", "default = 30", "default = -3")
    assert folder.fault().line == 5


def test_nothing_is_found_twice(folder: ShopFolder) -> None:
    folder.change("shop.toml", 'time_zone = "Europe/Paris"\n', "")
    found = inspect(folder.root, KNOWN)
    assert [fault.message for fault in found.faults] == ["`time_zone` is missing: add it"]
