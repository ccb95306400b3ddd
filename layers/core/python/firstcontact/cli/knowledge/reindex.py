"""``knowledge reindex``: rebuilds an index in OpenSearch with this release's mapping and settings."""

import argparse
import json
from collections.abc import Callable

from firstcontact.cli.knowledge import backends
from firstcontact.cli.progress_bar import progress
from firstcontact.text.ports import Encoder


def add(parser: argparse.ArgumentParser) -> None:
    """Set the description of ``knowledge reindex``."""
    parser.description = (
        "Copy an index into a new one with the mapping and settings of this release, and replace it by that. "
        "Searches and writes continue meanwhile; at the end writes wait for a moment. Run it again if it was "
        "interrupted. The last line is a summary."
    )


def run(options: argparse.Namespace, encoder: Callable[[], Encoder]) -> int:
    """Rebuild the index; if that fails, the index that serves stays as it is."""
    report = backends.chosen(options).reindex(encoder(), progress())
    print(json.dumps({"index": options.index, **report.model_dump()}))
    return 0
