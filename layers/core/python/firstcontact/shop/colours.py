"""Colours that stay readable, by the contrast of WCAG 2."""

MIN_CONTRAST = 4.5  # WCAG 2, level AA, for text of any size
BLACK, WHITE = "#000000", "#ffffff"
_STEPS = 64

Channels = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(background: str) -> str:
    """Black or white, whichever is easier to read on a background; one of them always has enough contrast."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, background))


def stronger(background: str) -> str:
    """The background with more contrast to its text, for a control under the pointer."""
    return mix(background, BLACK if text_on(background) == WHITE else WHITE, 0.2)


def readable_on(colour: str, background: str, wanted: float = MIN_CONTRAST) -> str:
    """The colour as text on a background: moved towards black or white only as far as the contrast needs."""
    towards = text_on(background)
    mixed = (mix(colour, towards, step / _STEPS) for step in range(_STEPS))
    return next((one for one in mixed if contrast(one, background) >= wanted), towards)


def mix(colour: str, other: str, share: float) -> str:
    """``share`` of the other colour, and the rest of this one."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _channels(colour: str) -> Channels:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _luminance(colour: str) -> float:
    """The relative luminance as WCAG 2 defines it."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
