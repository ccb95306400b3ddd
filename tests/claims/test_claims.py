"""A damage claim: whose it may be, and that a photo is looked at without ever being trusted."""

import io
import struct
import zlib
from datetime import timedelta

import pytest
from firstcontact.claims.inspection import find_serial, inspect_photo
from firstcontact.claims.lifecycle import add_inspection, change_claim, is_inspected, needs_person, view_claim
from firstcontact.claims.photos import FORMATS, MAX_SIDE, decode_photo, encode_photo, parse_photo_key, photo_keys
from firstcontact.claims.policy import claimable_line
from firstcontact.claims.records import Claim, ClaimState, Inspection
from firstcontact.errors import AgainstPolicy, Invalid
from firstcontact.identity.records import Customer
from firstcontact.record import new_id, now
from firstcontact.systems.orders import OrderState
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tests.fakes.stores import FakeClaims
from tests.fakes.systems import ADA, BEN, FakeReader, order
from tests.plain_shop import plain_shop

CANARY = b"CANARY-52.3702N-4.8952E"


def _photo(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **how: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind, **how)
    return out.getvalue()


JPEG, PNG = _photo(), _photo("PNG")


def _png_that_claims(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return PNG[:8] + chunk + PNG[33:]


def _refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        decode_photo(data)
    return refused.value.code


@pytest.mark.parametrize("data", [JPEG, PNG])
def test_a_sound_photo_is_decoded(data: bytes) -> None:
    assert decode_photo(data).size == (64, 48)


@pytest.mark.parametrize(
    "data", [b"", b"MZ\x90", b"GIF89a" + JPEG, b"\n" + JPEG, b"<svg onload='x'/>", b"BM" + PNG, b"%PDF-1.7" + PNG]
)
def test_what_does_not_begin_like_a_jpeg_or_png_is_no_picture(data: bytes) -> None:
    assert _refusal(data) == "not_a_picture"


def test_a_picture_of_another_kind_behind_good_magic_bytes_is_broken() -> None:
    assert _refusal(FORMATS["PNG"] + JPEG) == "broken_picture"


@pytest.mark.parametrize("data", [JPEG, PNG])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_truncated_photo_is_broken(data: bytes, share: float) -> None:
    assert _refusal(data[: int(len(data) * share)]) == "broken_picture"


@pytest.mark.parametrize(("width", "height"), [(8000, 8000), (40_000_001, 1), (60_000, 60_000)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_bomb_is_refused_by_its_size_before_it_is_unpacked(width: int, height: int) -> None:
    assert _refusal(_png_that_claims(width, height)) in ("too_many_pixels", "broken_picture")


@settings(max_examples=60)
@given(st.sampled_from([JPEG, PNG]), st.integers(8, 400), st.binary(min_size=1, max_size=12))
@pytest.mark.filterwarnings("ignore")
def test_a_damaged_file_is_a_picture_or_refused_and_nothing_else(data: bytes, at: int, damage: bytes) -> None:
    damaged = data[:at] + damage + data[at + len(damage) :]
    try:
        picture = decode_photo(damaged)
    except Invalid:
        return
    assert encode_photo(picture)


def test_what_is_passed_on_carries_no_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = exif[0x0110] = CANARY.decode()
    text = PngImagePlugin.PngInfo()
    for key in ("comment", "Comment", "exif", "icc_profile", "xmp"):
        text.add_text(key, CANARY.decode())
    dressed = [
        _photo(exif=exif, comment=CANARY, icc_profile=CANARY * 8, xmp=CANARY),
        _photo("PNG", exif=exif, pnginfo=text, icc_profile=CANARY * 8),
    ]
    for data in dressed:
        assert CANARY in data
        clean = encode_photo(decode_photo(data))
        assert CANARY not in clean
        assert not Image.open(io.BytesIO(clean)).getexif()


def test_what_is_passed_on_is_small() -> None:
    clean = encode_photo(decode_photo(_photo(size=(3000, 200))))
    assert max(Image.open(io.BytesIO(clean)).size) == MAX_SIDE


@pytest.mark.parametrize(
    "lines", [["S/N TW-GUL-1017"], ["s/n: tw gul", "1017"], ["TWGUL1017"], ["x", "TW/GUL/1017!"]]
)
def test_a_serial_number_of_the_order_is_recognised_however_it_is_printed(lines: list[str]) -> None:
    found = find_serial(lines, ["TW-GUL-1017"])
    assert (found.state, found.evidence) == ("match", "TW-GUL-1017")


@pytest.mark.parametrize(
    ("lines", "serials"), [([], ["TW-1"]), (["TW-2"], ["TW-1"]), (["TW-1"], []), (["x"], ["", "-"])]
)
def test_without_such_a_number_the_photo_is_a_warning_and_never_a_refusal(
    lines: list[str], serials: list[str]
) -> None:
    found = find_serial(lines, serials)
    assert (found.state, found.severity) == ("not_found", "warning")


def test_a_broken_photo_is_a_finding_and_nobody_is_asked_to_read_it() -> None:
    reader = FakeReader()
    inspection = inspect_photo("claims/1", JPEG[:40], ["TW-1"], reader)
    (finding,) = inspection.findings
    assert (finding.name, finding.state, finding.severity) == ("decodes", "broken_picture", "hard")
    assert not reader.shown


def test_a_sound_photo_is_read_from_its_clean_copy() -> None:
    reader = FakeReader(lines=["TW-GUL-1017"])
    inspection = inspect_photo("claims/1", _photo(comment=CANARY), ["TW-GUL-1017"], reader)
    assert {finding.name: finding.state for finding in inspection.findings} == {"decodes": "ok", "serial": "match"}
    assert inspection.labels[0].name == "Headphones"
    assert not any(CANARY in image for image in reader.shown)


def test_an_order_of_somebody_else_is_claimed_in_the_words_of_an_unknown_one() -> None:
    with pytest.raises(AgainstPolicy) as refused:
        claimable_line(order("1043", BEN), "GUL-LITE", Customer(customer_id=ADA), plain_shop(), now())
    assert refused.value.code == "order_not_found"
    assert BEN not in refused.value.detail


def test_only_a_product_of_the_order_can_be_claimed() -> None:
    assert (
        claimable_line(order("1017"), "GUL-LITE", Customer(customer_id=ADA), plain_shop(), now()).product_id
        == "GUL-LITE"
    )
    with pytest.raises(AgainstPolicy) as refused:
        claimable_line(order("1017"), "HAR-AX3", Customer(customer_id=ADA), plain_shop(), now())
    assert refused.value.code == "product_not_in_order"


def test_nothing_can_be_claimed_on_an_order_that_was_cancelled() -> None:
    cancelled = order("1017").model_copy(update={"state": OrderState.CANCELLED})
    with pytest.raises(AgainstPolicy) as refused:
        claimable_line(cancelled, "GUL-LITE", Customer(customer_id=ADA), plain_shop(), now())
    assert refused.value.code == "wrong_state"


def test_damage_is_reported_within_fourteen_days_of_delivery() -> None:
    delivered = order("1017").delivered_at
    assert delivered is not None
    at_last = delivered + timedelta(days=14)
    assert claimable_line(
        order("1017").model_copy(update={"delivered_at": delivered}),
        "GUL-LITE",
        Customer(customer_id=ADA),
        plain_shop(),
        at_last,
    )
    with pytest.raises(AgainstPolicy) as refused:
        claimable_line(
            order("1017", delivered_days_ago=14.1), "GUL-LITE", Customer(customer_id=ADA), plain_shop(), now()
        )
    assert refused.value.code == "outside_report_window"


def test_a_photo_s_key_names_its_case_and_claim() -> None:
    case_id, claim_id = new_id("case"), new_id("clm")
    for key in photo_keys(case_id, claim_id, 3):
        assert parse_photo_key(key) == (case_id, claim_id)


@pytest.mark.parametrize(
    "key", ["", "claims/1/2/3", "other/x", "claims/{case}/{claim}/0", "claims/{case}/{claim}/1/../2"]
)
def test_any_other_key_is_no_photo_of_a_claim(key: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_photo_key(key.format(case=new_id("case"), claim=new_id("clm")))
    assert refused.value.code == "unknown_photo"


def _claim(**more: object) -> Claim:
    given: dict[str, object] = {
        "claim_id": new_id("clm"),
        "case_id": new_id("case"),
        "customer_id": ADA,
        "order_id": "1017",
        "product_id": "GUL-LITE",
        "description": "The left earbud is cracked.",
        "created_at": now(),
        **more,
    }
    return Claim.model_validate(given)


def _seen(claim: Claim, *uploads: tuple[str, str]) -> Claim:
    """The claim after these photos were inspected: object key and execution of each, in order."""
    for image, execution in uploads:
        claim = add_inspection(claim, Inspection(image=image, findings=()), execution)
    return claim


def test_a_form_that_is_used_again_adds_nothing_to_the_claim() -> None:
    claim = _seen(_claim(), ("a", "first"), ("b", "second"))
    again = add_inspection(claim, Inspection(image="a", findings=(), text=("another photo",)), "third")
    assert again == claim
    assert (is_inspected(claim, "a"), is_inspected(claim, "c")) == (True, False)
    assert claim.state is ClaimState.IN_REVIEW


@pytest.mark.parametrize(
    "uploads",
    [
        [("a", "first")],
        [("a", "first"), ("a", "second"), ("a", "third")],
        [("a", "first"), ("b", "second"), ("c", "third")],
        [("a", "first"), ("b", "second"), ("a", "third"), ("b", "fourth")],
        [("a", "first"), ("a", "first"), ("a", "first")],
        [("b", "first"), ("a", "second"), ("b", "third")],
    ],
)
def test_one_execution_brings_a_claim_to_a_person_however_many_photos_are_uploaded_how_often(
    uploads: list[tuple[str, str]],
) -> None:
    claim = _seen(_claim(), *uploads)
    executions = {execution for _, execution in uploads}
    assert [execution for execution in sorted(executions) if needs_person(claim, execution)] == ["first"]


def test_a_photo_that_comes_after_the_decision_does_not_undo_it() -> None:
    decided = _claim(state=ClaimState.DECIDED, decision="approved", decision_text="A new pair is on its way.")
    late = _seen(decided, ("late", "execution"))
    assert view_claim(late).state is ClaimState.DECIDED
    assert not needs_person(late, "execution")


def test_a_decision_and_a_photo_at_the_same_moment_are_both_kept() -> None:
    claims = FakeClaims()
    read = claims.put(_claim())
    claims.put(_seen(read, ("a", "first")))
    changed = change_claim(read, lambda latest: latest.model_copy(update={"decision": "approved"}), claims)
    assert (changed.decision, len(changed.inspections)) == ("approved", 1)


def test_a_customer_sees_findings_and_decision_and_neither_keys_nor_owner() -> None:
    finding = find_serial(["TW-GUL-1017"], ["TW-GUL-1017"])
    inspection = Inspection(image="a", findings=(finding,), text=("somebody's desk",))
    claim = add_inspection(_claim(), inspection, "execution")
    shown = view_claim(claim).model_dump()
    assert shown["findings"] == (finding.model_dump(),)
    assert set(shown) == {"claim_id", "case_id", "state", "findings", "decision", "decision_text"}
