"""Creates a new shop's folder: commented files that pass the check and show all options."""

import json
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from firstcontact.errors import Conflict, Invalid
from firstcontact.shop import templates
from firstcontact.shop.folder import inspect
from firstcontact.shop.help_center import HelpCenter
from firstcontact.shop.known import Known

_MAX_NAME = 100


def new(directory: Path, name: str, known: Known, imported: HelpCenter | None = None) -> list[Path]:
    """Write the files of a new shop, with articles of its own or those of a help center; returns the files.

    Raises ``Conflict`` unless the directory is new or empty. A folder that would not pass the check is not written.
    """
    if not name.strip() or len(name) > _MAX_NAME or not name.isprintable():
        raise Invalid(
            "the shop's name is empty, too long or not printable", remedy="Write one line of at most 100 characters."
        )
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise Conflict(f"{directory} is not an empty directory", remedy="Use a new or empty directory.")
    files = _files(name.strip(), known, imported)
    with TemporaryDirectory() as scratch:
        for file, text in files.items():
            path = Path(scratch) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if faults := inspect(Path(scratch), known).faults:
            raise Invalid(f"the new folder would have a fault: {faults[0]}", code="invalid_shop")
        directory.mkdir(parents=True, exist_ok=True)
        for path in Path(scratch).iterdir():
            shutil.move(path, directory)
    return [directory / file for file in files]


def _files(name: str, known: Known, imported: HelpCenter | None) -> dict[str, str]:
    usual = "en" if "en" in known.languages or not known.languages else min(known.languages)
    languages = (imported.languages if imported else ()) or (usual,)
    return {
        "shop.toml": _profile(name, languages, imported.address if imported else None),
        "policy.toml": templates.POLICY + "".join(_block(action, known) for action in sorted(known.actions)),
        "connectors.toml": templates.CONNECTORS + _connectors(known),
        "intents.toml": templates.INTENTS,
        "faults.toml": templates.FAULTS,
        **{f"replies/{language}.toml": templates.REPLIES + _replies(known) for language in languages},
        **(imported.articles if imported else {"articles/returns.md": templates.ARTICLE}),
    }


def _profile(name: str, languages: tuple[str, ...], help_centre: str | None) -> str:
    text = templates.SHOP
    if help_centre:
        text = text.replace('# help_centre = "https://help.DOMAIN"', f"help_centre = {json.dumps(help_centre)}")
    domain = f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-') or 'shop'}.example"
    text = text.replace('["LANGUAGE"]', json.dumps(languages)).replace("LANGUAGE", languages[0])
    return text.replace("DOMAIN", domain).replace("NAME", json.dumps(name, ensure_ascii=False))


def _block(action: str, known: Known) -> str:
    """The block of an action; commented out unless there is a cautious default."""
    return templates.BLOCKS.get(action, f'\n# [{action}]\n# by = "person"\n')


def _connectors(known: Known) -> str:
    lines = [f'# {kind} = "{min(vendors)}"' for kind, vendors in sorted(known.vendors.items()) if vendors]
    choices = [f"#   {kind}: {', '.join(sorted(vendors))}" for kind, vendors in sorted(known.vendors.items())]
    return (
        "\n".join(
            [
                *choices,
                "",
                *lines,
                "",
                "# [secrets]",
                *(f'# {kind} = "name-of-secret"' for kind in sorted(known.vendors)),
            ]
        )
        + "\n"
    )


def _replies(known: Known) -> str:
    blocks = []
    for key, placeholders in sorted(known.replies.items()):
        shown = ", ".join(f"{{{one}}}" for one in sorted(placeholders)) or "none"
        blocks.append(f'\n# [{key}]  # placeholders: {shown}\n# text = "…"\n')
    return "".join(blocks)
