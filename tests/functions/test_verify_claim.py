"""A claim's photo is looked at, and what it shows is kept for a person."""

import io

import pytest
from firstcontact.claims.records import ClaimState
from firstcontact.errors import Conflict, Invalid, NotFound, Unavailable
from PIL import Image

from tests.fakes.services import FakeServices
from tests.functions.handlers import CLAIM, call, event, handler, seeded


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 32), "white").save(out, "JPEG")
    return out.getvalue()


def _uploaded(*cases: str) -> FakeServices:
    services = seeded()
    for case in cases:
        services.bucket.objects[event(f"verify_claim/{case}")["key"]] = _photo()
    services.eyes.lines = ["S/N TW-GUL-1017"]
    return services


def test_the_first_photo_brings_the_claim_to_a_person_with_its_findings() -> None:
    services = _uploaded("photo")
    assert call("verify_claim/photo", services)["next"] == "person"
    claim = services.claims.get(CLAIM)
    assert claim.state is ClaimState.IN_REVIEW
    assert [finding.state for finding in claim.inspections[0].findings] == ["ok", "match"]


def test_later_photos_add_to_what_the_person_sees() -> None:
    services = _uploaded("photo", "second_photo")
    call("verify_claim/photo", services)
    assert call("verify_claim/second_photo", services)["next"] == "record"
    assert len(services.claims.get(CLAIM).inspections) == 2


@pytest.mark.parametrize("port", ["claims.put", "reader.text", "photos.read", "orders.get"])
def test_a_first_photo_looked_at_again_after_a_fault_still_brings_a_person(port: str) -> None:
    services = _uploaded("photo")
    services.fail(port, times=1, after=port == "claims.put")
    with pytest.raises(Unavailable):
        call("verify_claim/photo", services)
    assert call("verify_claim/photo", services)["next"] == "person"


@pytest.mark.parametrize("others", [["second_photo"], ["photo"], ["photo", "photo"], ["second_photo", "photo"]])
def test_however_often_photos_are_uploaded_a_claim_is_brought_to_a_person_once(others: list[str]) -> None:
    services = _uploaded("photo", "second_photo")
    taken = [
        _verified("photo", "first", services),
        *(_verified(one, f"run {n}", services) for n, one in enumerate(others)),
    ]
    assert taken == ["person", *("record" for _ in others)]
    assert len(services.claims.get(CLAIM).inspections) == len({"photo", *others})


def test_a_form_that_is_used_again_is_not_inspected_again() -> None:
    services = _uploaded("photo")
    call("verify_claim/photo", services)
    looked_at = len(services.eyes.shown)
    services.bucket.objects[event("verify_claim/photo")["key"]] = b"something else"
    assert _verified("photo", "another run", services) == "record"
    assert len(services.eyes.shown) == looked_at
    assert services.claims.get(CLAIM).inspections[0].findings[0].state == "ok"


def test_an_inspection_names_the_version_that_it_has_seen() -> None:
    services = _uploaded("photo")
    call("verify_claim/photo", services)
    key = event("verify_claim/photo")["key"]
    assert services.claims.get(CLAIM).inspections[0].version == services.photos.read(key).version != ""


def _verified(case: str, execution: str, services: FakeServices) -> str:
    """The next step of an execution whose photo is this one."""
    answer = handler("verify_claim")({**event(f"verify_claim/{case}"), "execution": execution}, None, services)
    return str(answer["next"])


def test_two_photos_at_the_same_moment_are_both_kept() -> None:
    services = _uploaded("photo", "second_photo")
    services.fail("claims.put", times=1, error=Conflict("changed meanwhile"))
    call("verify_claim/photo", services)
    assert len(services.claims.get(CLAIM).inspections) == 1


def test_a_claim_that_never_holds_still_gives_up() -> None:
    services = _uploaded("photo")
    services.fail("claims.put", error=Conflict("changed meanwhile"))
    with pytest.raises(Conflict):
        call("verify_claim/photo", services)


def test_a_file_that_is_no_picture_is_a_finding() -> None:
    services = _uploaded()
    services.bucket.objects[event("verify_claim/photo")["key"]] = b"MZ not a photo"
    assert call("verify_claim/photo", services)["next"] == "person"
    (finding,) = services.claims.get(CLAIM).inspections[0].findings
    assert (finding.state, finding.severity) == ("not_a_picture", "hard")


def test_a_key_that_names_no_claim_is_invalid() -> None:
    with pytest.raises(Invalid):
        call("verify_claim/no_photo_of_a_claim", _uploaded())


def test_a_photo_that_is_gone_is_not_found() -> None:
    with pytest.raises(NotFound):
        call("verify_claim/photo", _uploaded())
