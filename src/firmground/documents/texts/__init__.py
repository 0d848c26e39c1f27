"""From the bytes of a page, a PDF, an e-mail or pasted text to the text that spans point into."""
