"""The logo: an SVG or PNG file in the folder, without scripts; pages always receive it as SVG text."""

import re
from base64 import b64encode

from firstcontact.shop.files import Folder
from firstcontact.shop.findings import Findings

MAX_LOGO = 100 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_ACTIVE = re.compile(rb"<script|<foreignObject|\son\w{1,30}\s*=|javascript:|<!ENTITY", re.IGNORECASE)
_NAMESPACE = "http://www.w3.org/2000/svg"
_AROUND_PNG = (
    f'<svg xmlns="{_NAMESPACE}" viewBox="0 0 {{0}} {{1}}">'
    '<image width="{0}" height="{1}" href="data:image/png;base64,{2}"/></svg>'
)


def read_logo(folder: Folder, name: str, line: int, findings: Findings) -> str | None:
    """The logo as SVG, a PNG within one.

    None and a fault of ``look.logo`` if the file is missing, is neither SVG nor PNG, or contains active content.
    """
    if not folder.has(name):
        findings.fault("shop.toml", line, f"`look.logo`: there is no file {name[:80]}: add it or delete the line")
        return None
    content = folder.bytes_of(name, MAX_LOGO)
    if content is None:
        return None
    fault = _fault_of(content)
    if fault:
        findings.fault("shop.toml", line, f"`look.logo`: {fault}")
        return None
    return _within_svg(content) if content.startswith(_PNG) else content.decode("utf-8-sig")


def _fault_of(content: bytes) -> str:
    if content.startswith(_PNG):
        return "" if all(_size(content)) else "the PNG is damaged: save it again"
    if not _SVG.search(content[:4096]):
        return "neither SVG nor PNG: save it as one of them"
    if _ACTIVE.search(content):
        return "the SVG has scripts or entities: save it as plain SVG"
    if _NAMESPACE.encode() not in content:
        return f'browsers need xmlns="{_NAMESPACE}" in its <svg>: add it'
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "the SVG is not UTF-8: save it as UTF-8"
    return ""


def _size(png: bytes) -> tuple[int, int]:
    """Width and height, as the first chunk of every PNG says."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _within_svg(png: bytes) -> str:
    width, height = _size(png)
    return _AROUND_PNG.format(width, height, b64encode(png).decode())
