"""Loads a shop into a deployed suite; safe to repeat."""

from collections.abc import Callable
from pathlib import Path

from firstcontact.adapters.aws.objects import SHOP_KEY
from firstcontact.cli.shop.articles import article_pages
from firstcontact.cli.shop.models import store_models
from firstcontact.cli.shop.publish import version_of
from firstcontact.progress import Messages
from firstcontact.shop.published import PublishedShop
from firstcontact.shop.shop import Shop

from infra.local.emulator.addresses import on_loopback
from infra.local.loader import folder, knowledge, people, systems
from infra.local.runner.clients import client
from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import REPOSITORY, Home
from infra.local.runner.record import Run
from layers import artifacts

TRAINED = REPOSITORY / ".local" / "build" / "shops"


def load(
    place: Path, outputs: dict[str, str], endpoint: str, home: Path, say: Callable[[str], None]
) -> dict[str, object]:
    """Publish the shop, connect the business systems, create the people; returns who signs in how."""
    run = Run.load(Home(home))
    if run is None:
        raise RunnerFailure("no suite is running to load the shop into: run `make up`")
    shop = folder.read(place)
    api = on_loopback(outputs["ApiUrl"], run.emulator_port).rstrip("/")
    systems.connect(outputs, endpoint, run.sandbox, api)
    users = people.settle(shop, outputs, endpoint)
    models = artifacts.models(Home(home).models, lambda _: None, place)
    knowledge.publish(shop, outputs["KnowledgeBucket"], endpoint, models / "encoder", home / "knowledge.sqlite", api)
    _publish(shop, place, outputs["KnowledgeBucket"], endpoint, say)
    return {"users": users, "shop": {"name": shop.profile.name, "folder": str(place)}}


def _publish(shop: Shop, place: Path, bucket: str, endpoint: str, say: Callable[[str], None]) -> None:
    """What `firstcontact shop publish` stores, but with its articles as pages, since the index holds them already."""
    store = client("s3", endpoint)

    def put(key: str, content: bytes) -> None:
        store.put_object(Bucket=bucket, Key=key, Body=content)

    stored = store_models(shop, place, put, Messages(say), TRAINED)
    for key, page in article_pages(shop):
        put(key, page)
    put(SHOP_KEY, PublishedShop.of(shop, version_of(shop), stored).model_dump_json().encode())
