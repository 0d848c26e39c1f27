"""PDFs for tests, made by PDFium itself."""

from __future__ import annotations

from io import BytesIO

from pypdfium2 import PdfDocument, PdfTextObj, raw


def make_pdf(pages: list[list[tuple[float, float, float, str]]]) -> bytes:
    """One PDF; each page a list of (x, y, size, text), in points from the lower left corner of a sheet of 595 by 842."""
    document = PdfDocument.new()
    for lines in pages:
        page = document.new_page(595, 842)
        for x, y, size, text in lines:
            thing = PdfTextObj(raw.FPDFPageObj_NewTextObj(document, b"Helvetica", size), pdf=document)
            units = text.encode("utf-16-le")
            numbers = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
            raw.FPDFText_SetText(thing, (raw.c_ushort * (len(numbers) + 1))(*numbers, 0))
            raw.FPDFPageObj_Transform(thing, 1, 0, 0, 1, x, y)
            page.insert_obj(thing)
        page.gen_content()
        page.close()
    out = BytesIO()
    document.save(out)
    return out.getvalue()
