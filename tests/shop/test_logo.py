"""A shop's logo is a small picture without scripts; pages receive it as SVG, whatever its file is."""

import struct
from base64 import b64encode

import pytest
from firstcontact.shop.published import PublishedShop

from tests.shop.conftest import FILES, ShopFolder

SVG = 'xmlns="http://www.w3.org/2000/svg"'
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 320, 80)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (f"<svg {SVG}><script>alert(1)</script></svg>", "the SVG has scripts"),
        (f'<svg {SVG} onload="alert(1)"/>', "the SVG has scripts"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {SVG}>&a;</svg>', "the SVG has scripts or entities"),
        ("GIF89a", "neither SVG nor PNG"),
        ("<svg/>", "neither SVG nor PNG"),
        ("<svg ></svg>", "browsers need xmlns="),
        (f"<svg {SVG}><text>é</text></svg>".encode("latin-1"), "the SVG is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n....", "the PNG is damaged"),
        (f"<svg {SVG}>{' ' * 102_400}</svg>", "larger than 100 KiB"),
    ],
)
def test_a_logo_that_pages_could_not_show_is_a_fault(folder: ShopFolder, content: str | bytes, fault: str) -> None:
    folder.write("logo.svg", content)
    assert fault in folder.fault().message


def test_a_logo_is_a_file_of_the_folder(folder: ShopFolder) -> None:
    folder.change("shop.toml", "logo.svg", "/etc/passwd")
    assert folder.fault().message.startswith("outside of the shop's folder")


def test_a_published_shop_carries_its_logo(folder: ShopFolder) -> None:
    published = PublishedShop.of(folder.read(), version="1")
    assert PublishedShop.model_validate_json(published.model_dump_json()).logo == FILES["logo.svg"]
    folder.change("shop.toml", 'logo = "logo.svg"', "")
    assert PublishedShop.of(folder.read(), version="2").logo is None


def test_a_png_is_put_into_an_svg_of_its_size(folder: ShopFolder) -> None:
    folder.write("logo.svg", PNG)
    logo = folder.read().logo
    assert logo is not None
    assert 'viewBox="0 0 320 80"' in logo
    assert f'href="data:image/png;base64,{b64encode(PNG).decode()}"' in logo
