"""Reading a rendered page back: its elements in order, its attributes, its links."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """Every opening and closing of an element, with its attributes; `text` is all that a reader sees."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.links, self.words = [], [], [], []
        self.ids, self.names, self.unclosed = [], set(), []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append((tag, tuple(name for name, _ in attrs)))
        self.names.update(name for name, _ in attrs)
        self.links += [value for name, value in attrs if name in {"href", "src", "xlink:href", "action", "data"}]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.unclosed.pop()

    def handle_endtag(self, tag):
        self.tags.append("/" + tag)
        while self.unclosed and self.unclosed.pop() != tag:
            self.tags.append("unclosed")

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())
