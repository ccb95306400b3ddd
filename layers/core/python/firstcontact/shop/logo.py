"""The logo: an SVG or PNG file in the folder, without scripts."""

import re

from firstcontact.shop.files import MIB, Folder
from firstcontact.shop.findings import Findings

MAX_LOGO = MIB
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_ACTIVE = re.compile(rb"<script|<foreignObject|\son\w{1,30}\s*=|javascript:|<!ENTITY", re.IGNORECASE)


def check_logo(folder: Folder, name: str, line: int, findings: Findings) -> None:
    """Add a fault to ``look.logo`` if the file is missing, is neither SVG nor PNG, or contains active content."""
    if not folder.has(name):
        findings.fault("shop.toml", line, f"`look.logo`: there is no file {name[:80]}: add it or delete the line")
        return
    content = folder.bytes_of(name, MAX_LOGO)
    if content is None or content.startswith(_PNG):
        return
    if not _SVG.search(content[:4096]):
        findings.fault("shop.toml", line, "`look.logo`: neither SVG nor PNG: save it as one of them")
    elif _ACTIVE.search(content):
        findings.fault("shop.toml", line, "`look.logo`: the SVG has scripts or entities: save it as plain SVG")
