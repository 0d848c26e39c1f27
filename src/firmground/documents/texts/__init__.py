"""From the bytes of a page, a PDF, an e-mail or pasted text to the text that spans point into."""

from firmground.documents.texts.nouns import NoTextError, TextRead
from firmground.documents.texts.read import read_text

__all__ = ["NoTextError", "TextRead", "read_text"]
