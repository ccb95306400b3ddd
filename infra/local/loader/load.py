"""Loads a shop into a deployed suite; safe to repeat."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from firstcontact.cli.shop import documents
from firstcontact.cli.shop.bucket import ShopBucket
from firstcontact.cli.shop.store import store_version
from firstcontact.progress import Messages

from infra.local.emulator.addresses import on_loopback
from infra.local.loader import folder, knowledge, people, systems
from infra.local.runner.clients import client
from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import REPOSITORY, Home
from infra.local.runner.record import Run
from layers import artifacts

TRAINED = REPOSITORY / ".local" / "build" / "shops"


def load(
    place: Path,
    outputs: dict[str, str],
    endpoint: str,
    home: Path,
    say: Callable[[str], None],
    router: Future[Path | None],
) -> dict[str, object]:
    """Publish the shop, connect the business systems, create the people; returns who signs in how.

    ``router`` is the training of the shop's router into ``TRAINED``, which may still be going on.
    """
    run = Run.load(Home(home))
    if run is None:
        raise RunnerFailure("no suite is running to load the shop into: run `make up`")
    shop = folder.read(place)
    api = on_loopback(outputs["ApiUrl"], run.emulator_port).rstrip("/")
    systems.connect(outputs, endpoint, run.sandbox, api)
    users = people.settle(shop, outputs, endpoint)
    models = artifacts.models(Home(home).models, lambda _: None, place)
    bucket = ShopBucket(outputs["KnowledgeBucket"], client("s3", endpoint))
    knowledge.publish(shop, bucket, models / "encoder", home / "knowledge.sqlite", api)
    if not router.done():
        say("training the router")
    router.result()
    kept = documents.store(shop, place, bucket, api)
    bucket.switch(store_version(shop, place, bucket, Messages(say), documents=kept, cache=TRAINED))
    return {"users": users, "shop": {"name": shop.profile.name, "folder": str(place)}}
