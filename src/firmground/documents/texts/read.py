"""Bytes to text: what kind of document it is, and then the reader of that kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.texts.media import Media, find_media
from firmground.documents.texts.nouns import NoTextError
from firmground.documents.texts.tidy import check_marks

if TYPE_CHECKING:
    from firmground.documents.texts.nouns import TextRead

# Ours. A page of 10 MB takes seconds; what is larger is hardly a page, and whoever reviews it reads in parts anyway.
MOST_BYTES = {Media.HTML: 30_000_000, Media.TEXT: 30_000_000, Media.EMAIL: 60_000_000, Media.PDF: 200_000_000}
_TITLES = {Media.HTML: "web page", Media.TEXT: "text", Media.EMAIL: "e-mail", Media.PDF: "PDF"}


def read_text(content: bytes, name: str, media_hint: str = "", url: str = "") -> TextRead:
    """The text of a document, what of it is not its body, and what is known about it, each with how it is known.

    `name`: its file name, of which the ending counts. `media_hint`: the Content-Type that came with it, or html, pdf,
    email, text. `url`: where it came from. Reads no other file and no network; the same arguments give the same answer.
    Raises NoTextError, one sentence with what to do, where no text can be had.
    """
    media = find_media(content, name, media_hint)
    if len(content) > MOST_BYTES[media]:
        raise NoTextError(
            f"this {_TITLES[media]} has {len(content) / 1e6:,.1f} MB; the limit is {MOST_BYTES[media] / 1e6:,.0f} MB: "
            "cut it into parts, or copy the passage that matters into a text file"
        )
    return check_marks(_read(media, content, media_hint, url))


def _read(media: Media, content: bytes, hint: str, url: str) -> TextRead:
    # Each reader brings libraries of its own; only those that are needed are loaded.
    if media is Media.PDF:
        from firmground.documents.texts.pdf import read_pdf  # noqa: PLC0415 - as above

        return read_pdf(content, url)
    if media is Media.EMAIL:
        from firmground.documents.texts.email_text import read_email  # noqa: PLC0415 - as above

        return read_email(content, url)
    if media is Media.HTML:
        from firmground.documents.texts.html import read_html  # noqa: PLC0415 - as above

        return read_html(content, hint, url)
    from firmground.documents.texts.plain import read_plain  # noqa: PLC0415 - as above

    return read_plain(content, hint, url)
