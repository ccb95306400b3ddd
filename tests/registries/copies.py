"""A copy of the repository for tests that change it as a newcomer would, and the list of what they touched."""

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = {"functions/console/openapi.json", "infra/workflows/resolution.asl.json"}
_LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "cdk.out", "node_modules")


class Copy:
    """A copy of the repository in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "repository"
        shutil.copytree(ROOT, self.folder, ignore=_LEFT_OUT)

    def write(self, path: str, text: str) -> None:
        """Add a file."""
        file = self.folder / path
        assert not file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def insert(self, path: str, line: str, after: str) -> None:
        """Add one line to a file, after the first line that begins like this."""
        file = self.folder / path
        lines = file.read_text().splitlines()
        place = next(number for number, text in enumerate(lines) if text.strip().startswith(after))
        file.write_text("\n".join([*lines[: place + 1], line, *lines[place + 1 :]]) + "\n")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a text that a file holds once."""
        text = (self.folder / path).read_text()
        assert text.count(old) == 1
        (self.folder / path).write_text(text.replace(old, new))

    def touched(self) -> set[str]:
        """Every file that was added or changed by hand."""
        files = (path for path in self.folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        names = {path.relative_to(self.folder).as_posix() for path in files}
        ours = {name for name in names if not any(part.startswith(".") for part in Path(name).parts)}
        _, changed, added = filecmp.cmpfiles(ROOT, self.folder, sorted(ours), shallow=False)
        return {*changed, *added} - GENERATED

    def run(self, *arguments: str) -> str:
        """``python -m`` in the copy: what it printed; fails if it fails."""
        paths = [str(self.folder / "layers" / "core" / "python"), str(self.folder)]
        outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        environment = {**outer, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, f"{' '.join(arguments)}:\n{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
        return done.stdout

    def test(self, *arguments: str) -> str:
        """Run some of the copy's tests."""
        return self.run("pytest", "-vv", "-p", "no:cacheprovider", *arguments)
