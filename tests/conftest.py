"""What tests of more than one folder share."""

import os
from collections.abc import Iterator

import pytest

from tests.opensearch import node


@pytest.fixture(scope="session")
def opensearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an OpenSearch node answers: the one that OPENSEARCH_URL names, else one of the tests' own."""
    named = os.environ.get("OPENSEARCH_URL")
    if named:
        yield named
        return
    with node.running(tmp_path_factory.mktemp("opensearch")) as (only,):
        yield only.url
