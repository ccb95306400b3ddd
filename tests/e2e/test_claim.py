"""A damage claim goes from a photo to a person's decision."""

import io

import httpx
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.e2e.suite import Suite, eventually

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker


def _photo(serial: str) -> bytes:
    picture = Image.new("RGB", (1200, 800), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((100, 200, 1100, 600), outline="black", width=6)
    pen.text((160, 300), f"Model HAR-AX3\nS/N {serial}", fill="black", font=ImageFont.load_default(72))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


def _open(suite: Suite) -> dict[str, object]:
    body = {"order_id": "1009", "product_id": "HAR-AX3", "description": "The casing is crushed and an antenna broke."}
    opened = suite.call("POST", "/v1/claims", json=body)
    assert opened.status_code == 201, opened.text
    claim: dict[str, object] = opened.json()
    return claim


def test_a_photo_is_read_and_a_person_decides(suite: Suite) -> None:
    claim = _open(suite)
    upload = claim["uploads"][0]  # type: ignore[index]
    sent = httpx.post(
        upload["url"], data=upload["fields"], files={"file": ("p.jpg", _photo("TW-HAR-7F3K92"), "image/jpeg")}
    )
    assert sent.status_code in (200, 201, 204), sent.text
    review = suite.review_of(str(claim["case_id"]))
    states = {finding["name"]: finding["state"] for finding in review["findings"]}
    assert states == {"decodes": "ok", "serial": "match"}
    suite.decide(str(claim["case_id"]), {"decision": "edit", "text": "A replacement is on its way."})

    def decided() -> dict[str, object] | None:
        view: dict[str, object] = suite.call("GET", f"/v1/claims/{claim['claim_id']}").json()
        return view if view["state"] == "decided" else None

    view = eventually(decided, "the claim is decided")
    assert (view["decision"], view["decision_text"]) == ("approved", "A replacement is on its way.")


def test_a_file_that_is_no_picture_is_a_finding_not_a_crash(suite: Suite) -> None:
    claim = _open(suite)
    upload = claim["uploads"][0]  # type: ignore[index]
    httpx.post(upload["url"], data=upload["fields"], files={"file": ("p.jpg", b"MZ not a photo", "image/jpeg")})
    review = suite.review_of(str(claim["case_id"]))
    assert review["findings"][0]["state"] == "not_a_picture"


def test_an_order_of_somebody_else_cannot_be_claimed(suite: Suite) -> None:
    body = {"order_id": "1043", "product_id": "GUL-PRO", "description": "broken"}
    refused = suite.call("POST", "/v1/claims", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "order_not_found")


def test_a_claim_is_seen_by_its_customer_only(suite: Suite) -> None:
    claim = _open(suite)
    assert suite.call("GET", f"/v1/claims/{claim['claim_id']}", "other_customer").status_code == 404
