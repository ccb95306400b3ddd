"""Reads the files of a folder, ordered so that each can be checked against those read before it."""

from pathlib import Path, PurePath

from firstcontact.shop import cross_checks
from firstcontact.shop.articles import read_articles
from firstcontact.shop.connectors import Connectors, read_connectors
from firstcontact.shop.damages import read_damages
from firstcontact.shop.examples import read_questions, read_tickets
from firstcontact.shop.files import ENCODER_CHANGES, GATE, NO_GATE, Folder
from firstcontact.shop.findings import Findings, nearest
from firstcontact.shop.intents import Intents, read_intents
from firstcontact.shop.known import Known
from firstcontact.shop.logo import read_logo
from firstcontact.shop.policy import read_policy
from firstcontact.shop.records import Profile
from firstcontact.shop.replies import read_replies
from firstcontact.shop.sandbox_checks import read_sandbox
from firstcontact.shop.shop import Shop
from firstcontact.shop.toml_source import TomlSource, read_toml
from firstcontact.shop.undecided import note_undecided
from firstcontact.shop.validation import validated

FILES = (
    "shop.toml",
    "policy.toml",
    "connectors.toml",
    "articles",
    "intents.toml",
    "faults.toml",
    "replies",
    "tickets.jsonl",
    "questions.jsonl",
    "models",
    "sandbox",
)
_ENDINGS = (".toml", ".jsonl")
_SIMILARITY = 0.8


def read_shop(directory: Path, known: Known, findings: Findings) -> Shop | None:
    """Read the shop of a folder as far as possible; None if even its shop.toml cannot be read."""
    if not directory.is_dir():
        make = f"create one with `firstcontact shop new {directory}`"
        what = "not a directory" if directory.exists() else "there is no such directory"
        findings.fault(str(directory), 0, f"{what}: check the path, or {make}")
        return None
    folder = Folder(directory, findings)
    if not folder.has("shop.toml"):
        make = f"create a folder with `firstcontact shop new {directory}`"
        findings.fault("shop.toml", 0, f"is missing: add it, or {make}")
    _check_names(directory, findings)
    if folder.has(ENCODER_CHANGES) and not folder.has(GATE):
        findings.note(ENCODER_CHANGES, 0, NO_GATE)
    source = read_toml(folder, "shop.toml", findings)
    profile = validated(Profile, source.values, source.name, source.lines, findings) if source else None
    shop = _read_files(folder, profile, known, findings)
    if source is None or shop is None:
        return None
    cross_checks.check_profile(shop, source, known, findings)
    note_undecided(shop, known, findings)
    if not shop.profile.look.logo:
        return shop
    logo = read_logo(folder, shop.profile.look.logo, source.lines.line("look", "logo"), findings)
    return shop.model_copy(update={"logo": logo})


def _read_files(folder: Folder, profile: Profile | None, known: Known, findings: Findings) -> Shop | None:
    """Read all files except shop.toml; without a profile, faults are collected and the result is None."""
    policy_file, connectors_file, intents_file, damages_file = (
        read_toml(folder, name, findings)
        for name in ("policy.toml", "connectors.toml", "intents.toml", "faults.toml")
    )
    policy = read_policy(policy_file, known.actions, findings) if policy_file else None
    connectors = read_connectors(connectors_file, known.vendors, findings) if connectors_file else Connectors()
    intents = read_intents(intents_file, known, findings) if intents_file else Intents()
    damages = read_damages(damages_file, findings) if damages_file else {}
    if profile and policy:
        cross_checks.check_policy(profile, policy, findings)
    if damages_file and (policy_file or not folder.has("policy.toml")):
        blocks = policy_file.values.keys() if policy_file else ()
        cross_checks.check_damages(profile, blocks, damages, damages_file, findings)
    replies = _read_replies(folder, profile, known, findings)
    tickets = read_tickets(folder, "tickets.jsonl", findings)
    questions = read_questions(folder, "questions.jsonl", known.actions, findings)
    articles = read_articles(folder, profile.languages if profile else (), findings)
    sandbox = read_sandbox(folder, profile, findings)
    if profile is None:
        return None
    return Shop(
        profile=profile,
        policy=policy,
        connectors=connectors,
        intents=intents,
        damages=damages,
        replies=replies,
        tickets=tickets,
        questions=questions,
        articles=articles,
        sandbox=sandbox,
    )


def _read_replies(
    folder: Folder, profile: Profile | None, known: Known, findings: Findings
) -> dict[str, dict[str, tuple[str, ...]]]:
    replies = {}
    for name in folder.names("replies"):
        language = PurePath(name).stem
        if not name.endswith(".toml"):
            if not PurePath(name).name.startswith("."):
                findings.fault(name, 0, "this file is not used: name it after a language, such as en.toml")
            continue
        if profile and language not in profile.languages:
            remedy = f'add "{language}" to `languages` in shop.toml or delete the file'
            findings.fault(name, 0, f"`{language}` is not among the shop's languages: {remedy}")
        source: TomlSource | None = read_toml(folder, name, findings)
        if source:
            replies[language] = read_replies(source, known.replies, profile.links if profile else None, findings)
    return replies


def _check_names(directory: Path, findings: Findings) -> None:
    """Add a fault for a file whose name is a likely misspelling, and a note for other files that nothing reads."""
    for path in sorted(directory.iterdir()):
        if path.name in FILES or path.name.startswith("."):
            continue
        meant = nearest(path.name, FILES, _SIMILARITY)
        if meant and not (directory / meant).exists():
            findings.fault(path.name, 0, f"this file is not used: did you mean `{meant}`?")
        elif path.suffix in _ENDINGS:
            findings.note(path.name, 0, "this file is not used")
