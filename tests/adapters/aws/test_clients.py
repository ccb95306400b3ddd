"""The clients: made once, by whichever thread comes first, with little patience."""

from functools import partial

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from firstcontact.adapters.aws import clients
from firstcontact.errors import Unavailable

from tests.contracts.racing import race


@pytest.mark.usefixtures("aws")
def test_threads_that_come_at_once_all_get_a_client() -> None:
    for service in ("dynamodb", "s3", "ssm"):
        made = race([partial(clients.client, service) for _ in range(6)])
        assert all(hasattr(client, "meta") for client in made)
        assert clients.client(service) is clients.client(service)


@pytest.mark.usefixtures("aws")
def test_a_person_who_waits_gets_an_answer_before_their_own_time_is_up() -> None:
    config = clients.client("dynamodb").meta.config
    assert clients.ATTEMPTS * (config.connect_timeout + config.read_timeout) <= 30
    assert config.retries == {"mode": "standard", "total_max_attempts": clients.ATTEMPTS}


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "Throttling", "Message": "key ada@example.com"}}, "GetItem"),
        EndpointConnectionError(endpoint_url="https://ada@example.com"),
    ],
)
def test_what_the_sdk_says_is_kept_from_those_who_ask(error: Exception) -> None:
    with pytest.raises(Unavailable) as failure, clients.unavailable("a record could not be read"):
        raise error
    assert failure.value.detail.startswith("a record could not be read (")
    assert "ada" not in failure.value.detail
    assert failure.value.__cause__ is error
