"""Creates a new shop's folder: commented files that pass the check and show all options."""

import json
import re
from pathlib import Path

from firstcontact.errors import Conflict, Invalid
from firstcontact.shop import templates
from firstcontact.shop.known import Known

_MAX_NAME = 100


def new(directory: Path, name: str, known: Known) -> list[Path]:
    """Write the files of a new shop; raises ``Conflict`` unless the directory is new or empty. Returns the files."""
    if not name.strip() or len(name) > _MAX_NAME or not name.isprintable():
        raise Invalid(
            "the shop's name is empty, too long or not printable", remedy="Write one line of at most 100 characters."
        )
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise Conflict(f"{directory} is not an empty directory", remedy="Use a new or empty directory.")
    written = []
    for file, text in _files(name.strip(), known).items():
        path = directory / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _files(name: str, known: Known) -> dict[str, str]:
    language = "en" if "en" in known.languages or not known.languages else min(known.languages)
    quoted = json.dumps(name, ensure_ascii=False)
    domain = f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-') or 'shop'}.example"
    return {
        "shop.toml": templates.SHOP.replace("NAME", quoted).replace("LANGUAGE", language).replace("DOMAIN", domain),
        "policy.toml": templates.POLICY + "".join(_block(action, known) for action in sorted(known.actions)),
        "connectors.toml": templates.CONNECTORS + _connectors(known),
        "intents.toml": templates.INTENTS,
        "faults.toml": templates.FAULTS,
        f"replies/{language}.toml": templates.REPLIES + _replies(known),
        "articles/returns.md": templates.ARTICLE,
    }


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
