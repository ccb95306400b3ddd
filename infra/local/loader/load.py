"""Loads a shop into a deployed suite; safe to repeat."""

import json
from pathlib import Path

from firstcontact.adapters.aws.objects import SHOP_KEY
from firstcontact.cli.shop.publish import digest, version_of
from firstcontact.shop.published import PublishedShop
from firstcontact.shop.shop import Shop

from infra.local.emulator.addresses import on_loopback
from infra.local.loader import folder, knowledge, people, systems
from infra.local.runner.clients import client
from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import Home
from infra.local.runner.record import Run
from layers import artifacts


def load(place: Path, outputs: dict[str, str], endpoint: str, home: Path) -> dict[str, object]:
    """Publish the shop, connect the business systems and create the users; returns the users and the shop."""
    run = Run.load(Home(home))
    if run is None:
        raise RunnerFailure("no suite is running to load the shop into: run `make up`")
    shop = folder.read(place)
    api = on_loopback(outputs["ApiUrl"], run.emulator_port).rstrip("/")
    systems.connect(outputs, endpoint, run.sandbox, api)
    users = people.settle(shop, outputs, endpoint)
    models = artifacts.models(Home(home).models, lambda _: None)
    knowledge.publish(shop, outputs["KnowledgeBucket"], endpoint, models / "encoder", home / "knowledge.sqlite")
    _publish(shop, place, outputs["KnowledgeBucket"], endpoint)
    return {"users": users, "shop": {"name": shop.profile.name, "folder": str(place)}}


def _publish(shop: Shop, place: Path, bucket: str, endpoint: str) -> None:
    """Store what `firstcontact shop publish` stores, without the articles, which the index already contains."""
    store, stored = client("s3", endpoint), {}
    gate = place / "models" / "gate.json"
    if gate.is_file():
        content = gate.read_bytes()
        stored["gate"] = f"models/gate-{digest(content)}.json"
        store.put_object(Bucket=bucket, Key=stored["gate"], Body=content)
    published = PublishedShop.of(shop, version_of(shop), stored)
    store.put_object(Bucket=bucket, Key=SHOP_KEY, Body=json.dumps(published.model_dump(mode="json")).encode())
