"""The folder for everything the suite leaves on a laptop: removing it removes all of it."""

from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Home:
    """The paths of the suite's files: those of a running suite, and build results that several suites may share."""

    path: Path
    cache: Path = REPOSITORY / ".local"

    @property
    def suite(self) -> Path:
        """The description of the running suite for tools; exists only while it is ready."""
        return self.path / "suite.json"

    @property
    def run(self) -> Path:
        """The runner's own record: ports and process ids of the running suite."""
        return self.path / "run.json"

    @property
    def shop(self) -> Path:
        """The file with the folder of the shop whose state is kept."""
        return self.path / "shop"

    @property
    def state(self) -> Path:
        """The state that the emulator and the sandbox keep between runs."""
        return self.path / "state"

    @property
    def logs(self) -> Path:
        """The output of every process of the suite."""
        return self.path / "logs"

    @property
    def worker(self) -> Path:
        """The environment of the bare interpreter that runs the functions."""
        return self.cache / "worker"

    @property
    def models(self) -> Path:
        """The built models, by recipe."""
        return self.cache / "build" / "models"

    @property
    def layers(self) -> Path:
        """The built layer folders."""
        return self.cache / "build" / "layers"

    @property
    def templates(self) -> Path:
        """The synthesized templates and their assets."""
        return self.cache / "build" / "templates"
