"""PDF files for tests, made by the library that reads them, or by hand where it makes none."""

from collections.abc import Mapping
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def pdf(
    *pages: str,
    title: str = "",
    information: Mapping[str, str] | None = None,
    password: str | None = None,
    owner: str | None = None,
) -> bytes:
    """A file with these pages, a line of text for each line; ``information`` is the document's."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(width=595, height=842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        shown = "".join(f"({line}) Tj T* " for line in text.split("\n"))
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 11 Tf 14 TL 40 800 Td {shown}ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(content)
    if title or information:
        writer.add_metadata({"/Title": title, **(information or {})})
    if password is not None or owner is not None:
        writer.encrypt(password or "", owner)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()
