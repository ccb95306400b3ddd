"""Requests to AWS are signed with the role's key; a node on this machine is sent none."""

import hashlib
import os
from pathlib import Path

import pytest
from firstcontact.adapters.search.opensearch.connection import connect
from firstcontact.errors import Unavailable

from tests.adapters.search.opensearch.wire import Sent, Wire

DOMAIN = "https://x.us-east-1.es.amazonaws.com"
COLLECTION = "https://x.us-east-1.aoss.amazonaws.com"


def msearch(wire: Wire, url: str, region: str = "") -> Sent:
    wire.answers({"responses": []})
    connect(url, region).msearch(body=[{"index": "kb"}, {"query": {"match_all": {}}}])
    return wire.sent[-1]


@pytest.mark.parametrize(("url", "service"), [(DOMAIN, "es"), (COLLECTION, "aoss")])
def test_a_request_is_signed_for_its_service_in_its_region(search_wire: Wire, url: str, service: str) -> None:
    how, credential, *_ = msearch(search_wire, url, "us-east-1").headers["authorization"].split()
    assert how == "AWS4-HMAC-SHA256"
    assert credential.startswith("Credential=AKIDEXAMPLE/")
    assert credential.endswith(f"/us-east-1/{service}/aws4_request,")


@pytest.mark.parametrize("url", [DOMAIN, COLLECTION])
def test_a_signature_covers_the_body_that_is_sent(search_wire: Wire, url: str) -> None:
    sent = msearch(search_wire, url, "us-east-1")
    assert sent.headers["x-amz-content-sha256"] == hashlib.sha256(sent.body).hexdigest()
    assert "x-amz-content-sha256" in sent.headers["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")


def test_a_roles_token_goes_with_its_key(search_wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of the role")
    assert msearch(search_wire, DOMAIN, "us-east-1").headers["x-amz-security-token"] == "of the role"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9200", "https://search.amazonaws.com.example"])
def test_nobody_but_aws_is_sent_a_signature(search_wire: Wire, url: str) -> None:
    headers = msearch(search_wire, url).headers
    assert "authorization" not in headers
    assert not [name for name in headers if name.startswith("x-amz")]


@pytest.mark.parametrize(
    "url", ["localhost:9200", "search", "", "ftp://localhost", "http://", "http://[::1", "http://localhost:node"]
)
def test_what_is_no_address_is_told_with_one_that_is(search_wire: Wire, url: str) -> None:
    with pytest.raises(Unavailable) as refused:
        connect(url)
    assert refused.value.code == "misconfigured"
    assert "http://localhost:9200" in refused.value.remedy
    assert search_wire.sent == []


@pytest.mark.parametrize("profile", ["", "nobody", "signed-out"])
def test_without_a_key_to_sign_with_nothing_is_sent(
    search_wire: Wire, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, profile: str
) -> None:
    (tmp_path / "config").write_text("[profile signed-out]\ncredential_process = false\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    if profile:
        monkeypatch.setenv("AWS_PROFILE", profile)
    with pytest.raises(Unavailable) as refused:
        connect(DOMAIN, "us-east-1")
    assert refused.value.code == "no_credentials"
    assert "AWS_PROFILE" in refused.value.remedy
    assert search_wire.sent == []
