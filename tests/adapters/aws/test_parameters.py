"""The operators' switch and the connectors' secrets: read again in time, and safe when they cannot be read."""

import json
from uuid import uuid4

import pytest
from firstcontact.adapters.aws import parameters
from firstcontact.adapters.aws.clients import client
from firstcontact.adapters.aws.parameters import Secret, SsmHandoffSwitch
from firstcontact.errors import Unavailable

from tests.adapters.aws.wire import FAULTS, Answer, Wire, said
from tests.contracts.timed import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(parameters, "time", clock)
    return clock


@pytest.mark.usefixtures("aws", "clock")
@pytest.mark.parametrize(
    ("value", "on"), [("auto", False), ("people", True), ("Auto", True), ("auto ", True), ("0", True)]
)
def test_only_the_word_auto_lets_replies_leave_alone(value: str, on: bool) -> None:
    assert SsmHandoffSwitch(_parameter(value)).people_only() is on


@pytest.mark.usefixtures("aws")
def test_a_turned_switch_counts_within_five_seconds(clock: Clock) -> None:
    name = _parameter("auto")
    switch = SsmHandoffSwitch(name)
    assert switch.people_only() is False
    client("ssm").put_parameter(Name=name, Value="people", Overwrite=True)
    clock.wait(5)
    assert switch.people_only() is False
    clock.wait(0.1)
    assert switch.people_only() is True


@pytest.mark.usefixtures("aws", "clock")
def test_a_switch_that_is_not_there_counts_as_on() -> None:
    assert SsmHandoffSwitch("/first-contact/nowhere").people_only() is True


@pytest.mark.parametrize("fault", FAULTS)
def test_a_switch_that_cannot_be_read_counts_as_on_until_it_can(wire: Wire, clock: Clock, fault: str) -> None:
    switch = SsmHandoffSwitch("/switch")
    wire.answers_with(_switch("auto"))
    assert switch.people_only() is False
    clock.wait(6)
    wire.answers_with(FAULTS[fault])
    assert switch.people_only() is True
    wire.answers_with(_switch("auto"))
    assert switch.people_only() is True
    clock.wait(6)
    assert switch.people_only() is False


def test_the_switch_is_read_at_most_every_five_seconds(wire: Wire, clock: Clock) -> None:
    wire.answers_with(_switch("auto"))
    switch = SsmHandoffSwitch("/switch")
    for _ in range(20):
        switch.people_only()
        clock.wait(1)
    assert len(wire.calls) == 4


@pytest.mark.usefixtures("aws")
def test_a_rotated_secret_is_picked_up_within_a_minute(clock: Clock) -> None:
    name = f"secret-{uuid4().hex}"
    client("secretsmanager").create_secret(Name=name, SecretString=json.dumps({"token": "old"}))
    secret = Secret(name)
    assert secret.fields() == {"token": "old"}
    client("secretsmanager").put_secret_value(SecretId=name, SecretString=json.dumps({"token": "new"}))
    clock.wait(60)
    assert secret.fields() == {"token": "old"}
    clock.wait(1)
    assert secret.fields() == {"token": "new"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_secret_that_cannot_be_read_is_unavailable_and_read_again_at_once(
    wire: Wire, clock: Clock, fault: str
) -> None:
    del clock
    wire.answers_with(FAULTS[fault])
    secret = Secret("secret")
    with pytest.raises(Unavailable) as failure:
        secret.fields()
    assert "ada" not in failure.value.detail
    wire.answers_with(said({"SecretString": '{"token": "t"}'}))
    assert secret.fields() == {"token": "t"}


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    "answer",
    [{"SecretString": "hunter2"}, {"SecretString": "[1]"}, {"SecretString": '{"a": 1}'}, {"SecretBinary": "aGk="}],
)
def test_a_secret_that_holds_no_fields_is_unavailable_and_stays_secret(wire: Wire, answer: dict[str, str]) -> None:
    wire.answers_with(said(answer))
    with pytest.raises(Unavailable) as failure:
        Secret("secret").fields()
    assert failure.value.code == "misconfigured"
    assert failure.value.__cause__ is None


def test_a_secret_is_read_again_on_demand_but_at_most_every_five_seconds(wire: Wire, clock: Clock) -> None:
    wire.answers_with(said({"SecretString": '{"token": "old"}'}))
    secret = Secret("secret")
    secret.fields()
    wire.answers_with(said({"SecretString": '{"token": "new"}'}))
    assert secret.reread() == {"token": "old"}, "read a moment ago"
    clock.wait(5.1)
    for _ in range(100):  # a flood of signatures that do not match
        assert secret.reread() == secret.fields() == {"token": "new"}
    assert len(wire.calls) == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_a_secret_that_cannot_be_read_again_is_not_asked_for_without_end(
    wire: Wire, clock: Clock, fault: str
) -> None:
    wire.answers_with(said({"SecretString": '{"token": "old"}'}))
    secret = Secret("secret")
    secret.fields()
    clock.wait(6)
    wire.answers_with(FAULTS[fault])
    with pytest.raises(Unavailable):
        secret.reread()
    calls = len(wire.calls)
    for _ in range(100):
        assert secret.reread() == {"token": "old"}
    assert len(wire.calls) == calls
    clock.wait(6)
    wire.answers_with(said({"SecretString": '{"token": "new"}'}))
    assert secret.reread() == {"token": "new"}


def _parameter(value: str) -> str:
    name = f"/first-contact/{uuid4().hex}"
    client("ssm").put_parameter(Name=name, Value=value, Type="String")
    return name


def _switch(value: str) -> Answer:
    return said({"Parameter": {"Name": "/switch", "Value": value, "Type": "String"}})
