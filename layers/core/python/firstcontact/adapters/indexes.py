"""What every knowledge index does alike, what it says of itself, and when it is not used."""

from collections.abc import Mapping

from firstcontact.errors import Unavailable

# Equal ranking rests on both: how many passages each way of searching looks at, and how much more a word counts that
# stands in the title.
DEPTH = 50
TITLE = 2
REMEDY = "Drop the index and ingest its documents again."


def check(about: Mapping[str, str], name: str, format_: str, encoder: str) -> None:
    """``Unavailable`` for an index of another format, or whose vectors are another encoder's."""
    if about.get("format") != format_:
        raise Unavailable(
            f"the knowledge index {name} has format {about.get('format')}, not {format_}",
            code="other_format",
            remedy=REMEDY,
        )
    if about["encoder"] != encoder:
        raise Unavailable(
            f"the knowledge index {name} was made with the encoder {about['encoder']}, not with {encoder}",
            code="other_encoder",
            remedy=REMEDY,
        )


def unreadable(name: str, why: object) -> Unavailable:
    """What is said of something that is no index of ours."""
    return Unavailable(
        f"{name} is not a knowledge index that can be used: {why}", code="index_unreadable", remedy=REMEDY
    )
