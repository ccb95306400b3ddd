"""Fills a freshly deployed suite with the demo shop; doing it again changes nothing."""

from pathlib import Path

from infra.local.demo import knowledge, people, systems
from infra.local.emulator.addresses import on_loopback
from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import Home
from infra.local.runner.record import Run
from layers import artifacts


def load(outputs: dict[str, str], endpoint: str, home: Path) -> dict[str, object]:
    """Connect the business systems, create the people, publish the knowledge; returns who signs in how."""
    run = Run.load(Home(home))
    if run is None:
        raise RunnerFailure("there is no running suite to load the demo shop into: run `make up`")
    api = on_loopback(outputs["ApiUrl"], run.emulator_port).rstrip("/")
    systems.connect(outputs, endpoint, run.sandbox, api)
    people.settle(outputs, endpoint)
    models = artifacts.models(Home(home).models, lambda _: None)
    knowledge.publish(outputs["KnowledgeBucket"], endpoint, models / "encoder", home / "knowledge.sqlite")
    return {"users": people.sign_ins()}
