"""Create the repository's virtual environment: ``python3 infra/local/bootstrap.py``, the first step of ``make``.

It must run on any installed ``python3``, so it uses nothing newer than Python 3.6; if that version is not supported
by the suite, it looks for one that is. The packages are pinned and hashed in requirements.lock.
"""

import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 14)
_UNREACHED = ("Connection", "timed out", "name resolution", "No route", "Max retries", "SSLError", "ProxyError")


class Refusal(Exception):
    """Ends the command with one line that says what to do."""


def is_supported(major: int, minor: int) -> bool:
    """Whether the suite runs on this Python version."""
    return OLDEST <= (major, minor) <= NEWEST


def find_supported() -> str:
    """A supported interpreter on this machine, other than the running one."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        path = shutil.which(f"python3.{minor}")
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:  # noqa: S603
            return path
    have = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise Refusal(f"First Contact needs Python 3.11 to 3.14, this is {have}: install one, or set PYTHON=...")


def recipe() -> str:
    """A hash of everything that determines the environment; if it changes, the environment is updated."""
    digest = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def make() -> None:
    """Create the environment if necessary, and install the locked packages and the product."""
    version = f"version = {sys.version_info[0]}.{sys.version_info[1]}."
    about = ENVIRONMENT / "pyvenv.cfg"
    if not ((ENVIRONMENT / "bin" / "pip").exists() and about.exists() and version in about.read_text()):
        own = Path(sys.executable).resolve() if sys.prefix != sys.base_prefix else Path(sys.executable)
        run("the environment could not be created", str(own), "-m", "venv", "--clear", str(ENVIRONMENT))
    pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--retries", "2", "--no-input"]
    # Most modules are never imported, and compiling them all takes 40 s.
    pip += ["--disable-pip-version-check", "--no-compile"]
    locked = ["--require-hashes", "--only-binary=:all:", "-r", str(ROOT / "requirements.lock")]
    run("the packages could not be installed", *pip, *locked)
    run("the product could not be installed", *pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def run(complaint: str, *command: str) -> None:
    """Run a command, showing its latest line on a terminal; raises ``Refusal`` with one line if it fails."""
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # noqa: S603
    output = ""
    for raw in running.stdout or ():
        line = raw.decode(errors="replace")
        output += line
        if sys.stderr.isatty():
            print(f"\r\033[K  {line.strip()[:76]}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if running.wait() == 0:
        return
    if any(sign in output for sign in _UNREACHED):
        raise Refusal("no package index can be reached: connect, or set PIP_INDEX_URL to a mirror, and run it again")
    if "ensurepip" in output:
        raise Refusal(
            "this Python cannot create environments: install its venv package (python3-venv) or use another Python"
        )
    said = (
        [line for line in output.splitlines() if line.startswith("ERROR:")]
        or output.splitlines()
        or ["no reason given"]
    )
    raise Refusal(f"{complaint}: {said[-1].replace('ERROR: ', '', 1)}")


def main() -> int:
    """Bring the environment up to date if necessary."""
    if not is_supported(sys.version_info[0], sys.version_info[1]):
        return subprocess.call([find_supported(), __file__])  # noqa: S603
    stamp, wanted, started = ENVIRONMENT / "recipe", recipe(), time.time()
    if stamp.exists() and stamp.read_text() == wanted and (ENVIRONMENT / "bin" / "python").exists():
        return 0
    print("environment: installing the locked packages into .venv, a minute or two ...", file=sys.stderr)
    make()
    stamp.write_text(wanted)
    print(f"environment: ready in {time.time() - started:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refusal as refusal:
        print(f"error: {refusal}", file=sys.stderr)
        sys.exit(2)
