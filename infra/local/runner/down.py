"""The commands ``down``, ``reset`` and ``status``."""

import shutil

from infra.local.runner import background, lock, processes, summary
from infra.local.runner.home import Home
from infra.local.runner.record import Run, read
from infra.local.runner.steps import Steps


def down(home: Home, steps: Steps, *, keep_state: bool = True) -> None:
    """Stop every process of the suite; its stored data is kept unless ``keep_state`` is false."""
    with lock.held(home.path, wait=True):
        run = Run.load(home)
        if run is None:
            steps.tell("The suite is not running.")
            return
        with steps.step("stop") as say:
            killed = background.stop(home, run, keep_state=keep_state)
            say(f"{killed} processes had to be killed" if killed else "state saved" if keep_state else "done")


def reset(home: Home, steps: Steps) -> None:
    """Stop the suite and remove its stored data; build results are kept."""
    down(home, steps, keep_state=False)
    forget(home)
    shutil.rmtree(home.logs, ignore_errors=True)
    steps.tell("The suite's data was deleted.")


def forget(home: Home) -> None:
    """Remove everything that a suite stored."""
    for folder in (home.state, home.path / "extracted", home.path / "scratch"):
        shutil.rmtree(folder, ignore_errors=True)
    for index in home.path.glob("knowledge.*"):
        index.unlink(missing_ok=True)
    home.shop.unlink(missing_ok=True)


def status(home: Home, steps: Steps) -> int:
    """Print the suite's status and addresses; return 0 if it is ready, else 1."""
    run = Run.load(home)
    if run is None:
        steps.tell("The suite is not running.")
        return 1
    if not processes.is_running(run.session, run.mark):
        log = home.logs / "supervisor.log"
        why = log.read_text().strip() if log.exists() else ""
        steps.tell(f"The suite was stopped: {why or 'its supervisor was killed'}.")
        return 1
    suite = read(home.suite)
    if not suite or not background.is_up(run):
        steps.tell("The suite is starting, or it does not answer: see `make logs`.")
        return 1
    for line in summary.addresses(suite):
        steps.tell(line)
    for name in ("emulator", "sandbox"):
        steps.tell(f"{name:<16} {suite['internal'][name]}")
    return 0
