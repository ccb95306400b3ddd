"""``python -m infra.workflows [--out FOLDER]``: render every workflow's ASL file."""

import argparse
from pathlib import Path

from infra.workflows import DEFINITIONS, file_of, render


def main(arguments: list[str] | None = None) -> None:
    """Write the files and print their names."""
    parser = argparse.ArgumentParser(prog="python -m infra.workflows", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=file_of("").parent, help="the folder of the files (%(default)s)")
    given = parser.parse_args(arguments)
    for name in DEFINITIONS:
        file = given.out / file_of(name).name
        file.write_text(render(name))
        print(file)


if __name__ == "__main__":
    main()
