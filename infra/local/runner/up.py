"""``up``: builds, starts and fills the suite, step by step."""

import platform
import shutil
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firstcontact.cli.shop.models import train_router
from firstcontact.progress import Messages

from infra.local.loader import folder
from infra.local.loader.load import TRAINED, load
from infra.local.runner import background, beside, lock, ports, suite, templates
from infra.local.runner.code_version import code_version
from infra.local.runner.deploy import Deployer
from infra.local.runner.down import forget
from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import Home
from infra.local.runner.record import Run, read
from infra.local.runner.steps import Steps
from infra.local.runner.worker import ensure_worker
from layers import artifacts, build, wheels

_BOOT = 60.0


def up(home: Home, port: int, shop: str, steps: Steps) -> dict[str, Any]:
    """Start the suite, or renew the tokens of a running one; return its description."""
    with lock.held(home.path, wait=False):
        place, run = folder.find(shop), Run.load(home)
        folder.read(place)  # an invalid shop is refused before the running suite is touched
        same = home.shop.read_text() == str(place) if home.shop.exists() else not home.state.exists()
        if run and not same:
            background.stop(home, run, keep_state=False)
            run = None
        if not same:
            forget(home)
            steps.tell(f"Deleted the data of the shop that ran here before. Now: {place.name}")
        if run and home.suite.exists() and background.is_up(run):
            steps.tell("The suite is already running; its tokens were renewed.")
            if run.code != code_version():
                steps.tell("The code has changed since this suite started: make down && make up")
            return suite.refresh(home, run, read(home.suite))
        if run:
            background.stop(home, run, keep_state=home.suite.exists())
        port = ports.choose(port)
        shutil.rmtree(home.logs, ignore_errors=True)
        home.logs.mkdir(parents=True)
        home.shop.write_text(str(place))
        code = code_version()  # before the build, so that a change during the build is noticed later
        built = _build(home, steps, place)
        return _start(home, port, built, place, code, steps)


@dataclass(frozen=True)
class _Built:
    models: Path
    templates: Path
    router: Future[Path | None]  # of the shop, for which the suite need not wait before it starts


def _build(home: Home, steps: Steps, place: Path) -> _Built:
    """Build everything that does not depend on a running suite, on both sides of a machine with two processors."""
    laptop, shop = wheels.Target.named("laptop"), folder.read(place)
    with lock.held(home.cache / "build", wait=True):
        with steps.step("environment") as say:
            say(f"Python {platform.python_version()}")
        with steps.step("worker environment"):
            ensure_worker(home)
        try:
            installing = beside.start(lambda: build.build_wheels(laptop, home.layers, lambda _: None))
            with steps.step("models") as say:
                artifacts.models(home.models, say)  # what all shops have in common
                router = beside.start(lambda: train_router(shop, Messages(lambda _: None), TRAINED))
                models = artifacts.models(home.models, say, place)
                say(f"recipe {models.name}")
            with steps.step("layers") as say:
                installing.result()
                held = build.build(laptop, home.layers, models, say)
                say(f"{len(held)} up to date")
        except wheels.BuildFailure as failure:
            raise RunnerFailure(str(failure)) from failure
        with steps.step("templates") as say:
            synthesized = templates.ensure_templates(home, say, shop.connectors.secret_names)
    return _Built(models, synthesized, router)


def _start(home: Home, port: int, built: _Built, place: Path, code: str, steps: Steps) -> dict[str, Any]:
    """Start the processes and load the shop; if that fails, stop all processes and discard their state."""
    run = background.start(home, port, built.models, place, code)
    try:
        with steps.step("emulator") as say:
            background.wait_until_healthy(home, run, "emulator", _BOOT)
            say(run.emulator)
        with steps.step("business systems") as say:
            background.wait_until_healthy(home, run, "sandbox", _BOOT)
            say(run.sandbox)
        with steps.step("deploy") as say:
            named = templates.stacks(built.templates)
            outputs = Deployer(built.templates, run.emulator).deploy(named, say)
            say(", ".join(named))
        with steps.step("shop") as say:
            say(place.name)
            loaded = load(place, outputs, run.emulator, home.path, say, built.router)
        background.checkpoint(run)
        with steps.step("tokens"):
            ready = suite.publish(home, run, outputs, loaded)
    except BaseException:
        background.stop(home, run, keep_state=False)
        raise
    return ready
