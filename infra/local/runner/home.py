"""The folder that holds everything the suite leaves on a laptop: remove it and nothing is left."""

from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Home:
    """Where each thing lives: what runs in one folder, what was built in another that several suites may share."""

    path: Path
    cache: Path = REPOSITORY / ".local"

    @property
    def suite(self) -> Path:
        """What the running suite tells others; there only while it is ready."""
        return self.path / "suite.json"

    @property
    def run(self) -> Path:
        """What the runner tells itself: ports and process ids of the running suite."""
        return self.path / "run.json"

    @property
    def shop(self) -> Path:
        """The folder of the shop whose state is kept."""
        return self.path / "shop"

    @property
    def state(self) -> Path:
        """What the emulator and the sandbox keep from run to run."""
        return self.path / "state"

    @property
    def logs(self) -> Path:
        """What every process of the suite printed."""
        return self.path / "logs"

    @property
    def worker(self) -> Path:
        """The bare interpreter that runs the functions."""
        return self.cache / "worker"

    @property
    def models(self) -> Path:
        """Built models, by recipe."""
        return self.cache / "build" / "models"

    @property
    def layers(self) -> Path:
        """Built layer folders."""
        return self.cache / "build" / "layers"

    @property
    def templates(self) -> Path:
        """The synthesized templates and their assets."""
        return self.cache / "build" / "templates"
