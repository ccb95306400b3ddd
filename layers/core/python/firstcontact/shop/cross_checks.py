"""Checks of one file of a shop against the others."""

from collections.abc import Collection, Iterator, Mapping

from firstcontact.shop.damages import Damage
from firstcontact.shop.findings import Findings, did_you_mean
from firstcontact.shop.known import Known
from firstcontact.shop.policy import PAYING_ACTIONS, Block, Policy
from firstcontact.shop.records import Profile
from firstcontact.shop.shop import Shop
from firstcontact.shop.toml_source import TomlSource
from firstcontact.shop.values import EVERY_LANGUAGE

CHOICE = ("replacement", "store_credit", "refund")


def check_profile(shop: Shop, source: TomlSource, known: Known, findings: Findings) -> None:
    """Check the names of intents and holidays, languages without sentences, and languages of questions."""
    profile, line = shop.profile, source.lines.line
    intents = known.intents | shop.intents.intents.keys()
    for intent in profile.answers.intents:
        if intent not in intents:
            message = f"unknown intent `{intent}`: {did_you_mean(intent, intents)}"
            findings.fault(source.name, line("answers", "intents", intent), message)
    for place, holiday in enumerate(profile.holidays):
        at = line("holidays", place, "name")
        _check_wording(profile, holiday.name, "name", source.name, at, findings)
    if not profile.orders.patterns:
        findings.note(source.name, line("orders"), "no patterns of order numbers: add [orders] with patterns")
    for language in profile.languages:
        missing = known.replies.keys() - shop.replies.get(language, {}).keys()
        if language not in known.languages and missing:
            said = (
                f"`{language}` has no built-in sentences: add the missing {len(missing)} in replies/{language}.toml"
            )
            findings.note(source.name, line("languages"), said)
    for place, question in enumerate(shop.questions, start=1):
        if question.language not in (None, *profile.languages):
            findings.note(
                "questions.jsonl",
                0,
                f"question {place} is in {question.language}, which is not a language of the shop",
            )


def check_policy(profile: Profile, policy: Policy, findings: Findings) -> None:
    """Check limits in the shop's currency, groups that no rule applies to, and texts in the shop's languages."""
    for block in policy.blocks.values():
        for key, message in _doubts_of(profile, block):
            findings.note(block.file, block.lines.get(key, block.lines[""]), message)
        if block.arrives is not None:
            at = block.lines.get("arrives", 1)
            _check_wording(profile, block.arrives, f"{block.action}.arrives", block.file, at, findings)


def check_damages(
    profile: Profile | None,
    blocks: Collection[str],
    damages: Mapping[str, Damage],
    source: TomlSource,
    findings: Findings,
) -> None:
    """Check that the policy allows what each kind of damage earns, and that its names cover the shop's languages."""
    for title, damage in damages.items():
        if profile:
            at = source.lines.line(title, "names")
            _check_wording(profile, damage.names, f"{title}.names", source.name, at, findings)
        needed = CHOICE if damage.earns == "choice" else (damage.earns,) if damage.earns in CHOICE else ()
        if needed and not set(blocks) & set(needed):
            message = f'`{title}.earns`: policy.toml has no [{needed[0]}]: add the block or write earns = "person"'
            findings.fault(source.name, source.lines.line(title, "earns"), message)


def _doubts_of(profile: Profile, block: Block) -> Iterator[tuple[str, str]]:
    pays = block.action in PAYING_ACTIONS or bool(block.automatic)
    if pays and block.by == "suite" and profile.currency not in block.automatic:
        yield (
            "automatic",
            f"[{block.action}] has no automatic limit in {profile.currency}: a person decides all of them",
        )
    if block.by == "person" and block.automatic:
        yield "automatic", f"[{block.action}] is always decided by a person: `automatic` changes nothing"
    if block.customers is None:
        return
    for group in (block.within_days or {}).keys() - {"default", *block.customers}:
        yield f"within_days.{group}", f"[{block.action}] is not for `{group}`: it is not in `customers`"


def _check_wording(
    profile: Profile, wording: Mapping[str, str], key: str, file: str, line: int, findings: Findings
) -> None:
    """Add a fault if the default language is missing, and a note for languages that the shop does not use."""
    if EVERY_LANGUAGE in wording:
        return
    if profile.default_language not in wording:
        remedy = f'add {profile.default_language} = "…"'
        findings.fault(file, line, f"`{key}` has no text in the shop's first language: {remedy}")
    if strangers := sorted(wording.keys() - set(profile.languages)):
        findings.note(file, line, f"`{key}` has texts in {', '.join(strangers)}, which the shop does not use")
