"""The look of a shop's pages: its name, a stylesheet of its colour, and its logo."""

from firstcontact.shop import colours
from firstcontact.shop.published import PublishedShop

from functions.console.files import KINDS, SUITE, Look, Text

# Of style.css, in light and dark mode: --card, and the --tint that text in the accent colour may stand on.
CARDS, TINTS = ("#ffffff", "#1a2120"), ("#eceee9", "#232c2a")
MINE = 0.12  # how much of the shop's colour is in the background of a customer's messages
# For a logo that is opened by itself: as an image of a page it can neither run scripts nor load anything.
LOGO_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


def look_of(shop: PublishedShop | None) -> Look:
    """The look of a shop's pages; while no shop is published, the suite's own, so that pages load all the same."""
    if shop is None:
        return Look(SUITE)
    colour = shop.profile.look.colour
    return Look(
        shop.profile.name,
        stylesheet=Text(KINDS[".css"], stylesheet(colour)) if colour else None,
        logo=Text(KINDS[".svg"], shop.logo) if shop.logo else None,
    )


def stylesheet(colour: str) -> str:
    """The colour as custom properties, with text that is readable on it, and as text in light and dark mode."""
    light, dark = (_accents(colour, *backgrounds) for backgrounds in zip(CARDS, TINTS, strict=True))
    own = f"--shop: {colour}; --on-shop: {colours.text_on(colour)}; --shop-strong: {colours.stronger(colour)};"
    return f":root {{ {own} --plate: #fff; {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"


def _accents(colour: str, card: str, tint: str) -> str:
    mine = colours.mix(card, colour, MINE)
    accent = colours.readable_on(colours.readable_on(colour, tint), mine)
    return f"--accent: {accent}; --accent-strong: {accent}; --mine: {mine};"
