"""What a node is made of: fetched by Maven once for this checkout, and anew when pom.xml changes."""

import hashlib
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from infra.local.runner import lock

POM = Path(__file__).with_name("pom.xml")
HOME = Path(__file__).resolve().parents[2] / ".local" / "opensearch"
FETCH_SECONDS = 600
OLDEST_JAVA = 17
REMEDY = (
    "no OpenSearch: install a JDK, 17 or later, and Maven (apt-get install openjdk-17-jdk-headless maven), "
    "or set OPENSEARCH_URL"
)


class NotFetched(Exception):
    """What a node is made of could not be had."""


@cache
def missing() -> bool:
    """Whether this machine lacks what fetches and runs a node."""
    java = shutil.which("java")
    if java is None or not (_folder().exists() or shutil.which("mvn")):
        return True
    # A Java without this module has no compiler, and takes no program as source.
    told = subprocess.run([java, "--list-modules"], capture_output=True, text=True, timeout=60, check=False)
    compiler = re.search(r"^jdk\.compiler@(\d+)", told.stdout, re.MULTILINE)
    return compiler is None or int(compiler[1]) < OLDEST_JAVA


def class_path() -> str:
    """Java's class path: the server's jars before the plugin's."""
    folder = _folder()
    with lock.held(HOME, wait=True):
        if not folder.exists():
            _fetch(folder)
    return f"{folder}/lib/*:{folder}/knn/*"


def _folder() -> Path:
    return HOME / hashlib.sha256(POM.read_bytes()).hexdigest()[:16]


def _fetch(folder: Path) -> None:
    half = folder.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    command = ["mvn", "-q", "-B", "-f", str(POM), "package", f"-Dfolder={half}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
    if done.returncode:
        raise NotFetched(f"Maven could not fetch OpenSearch: {done.stdout[-500:]}{done.stderr[-500:]}")
    half.rename(folder)
