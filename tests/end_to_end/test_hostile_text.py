"""Hostile text in every text field of a case: the page gets no element of it, the terminal no escape sequence."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import pytest

from firmground.cli import commands

PAYLOADS = {
    "script": "<script>document.title='owned'</script>",
    "attribute": "\"><img src=x onerror=\"alert(1)\">'><b onmouseover=alert(1)>",
    "style": "</style><iframe src=//example.org></iframe>",
    "title": "</title><svg onload=alert(1)>",
    "comment": "--><!--<h1>x</h1>",
    "template": "{{ 7*7 }}{% raw %}{{ report }}",
    "link": "javascript:alert(1)",
    "data-link": "data:text/html,<script>alert(1)</script>",
    "link-in-disguise": "https://example.org/\u202e\u2066gro.elpmaxe",
    "clear-screen": "\x1b[2J\x1b[1;1Hall claims are true",
    "window-title": "\x1b]0;owned\x07\x9b31m",
    "carriage-return": "at most 15\rat least 95",
    "backspaces": "false\x08\x08\x08\x08\x08true",
    "order-turned": "\u202e51 tsom ta\u202c \u2067x",
    "formula": '=HYPERLINK("http://example.org","x")',
    "rich-markup": "[bold red]x[/bold red][link=http://example.org]y[/link]",
    "percent": "%s%n%(x)s{0}{x!r}",
    "wide": "Ω≈ç√∫ 部落格 الحرب 🧨\u200d🔥 " + "ẗ" * 300,
    "long-word": "x" * 5000,
    "lines": "one\n\n\ntwo\u2028three\u2029four\x0bfive",
    "zero": "a\u0000b",
}  # fmt: skip
LINK = "https://example.org/"


def toml(text):
    """A TOML string: no raw control characters, which TOML forbids even in quotes."""
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in text) + '"'


def table(*rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def hostile_case(case_of, text, folder="case"):
    """Every field that holds free text holds `text`; ids, dates and numbers are honest, else little would be read."""
    t = toml(text)
    source = f'[[sources]]\nid = "s"\ntitle = {t}\nby = {t}\nurl = {t}\nlicence = {t}\nnote = {t}\n'
    claim = (
        f'[[claims]]\nid = "ID"\nby = {t}\nrole = {t}\non = "2024-03-31"\nsays = {t}\nsource = "s"\nurl = {t}\n'
        f'topic = "t"\nnote = {t}\nsaid = {{ value = {t}, unit = {t}, condition = {t}, period = {t} }}\n'
    )
    test = '[claims.test]\nmeasure = "share"\nunit = "{}"\nthat = {{ in = "{}" }}\nvalue = "> 0.5"\n'
    claims = [
        claim.replace("ID", "c", 1) + test.format("event", "south"),
        claim.replace("ID", "d", 1) + 'restates = "c"\n' + test.format("place", "bad"),
        claim.replace("ID", "e", 1) + f"cannot_test = {t}\n",
    ]
    return case_of(
        folder,
        case__toml=f"""
title = {t}
summary = {t}
does_not_show = [{t}]
[[events]]
file = "events.csv"
source = "s"
[[maps]]
id = "towns"
title = {t}
note = {t}
file = "towns.csv"
source = "s"
[maps.holders]
{t} = "south"
[[maps]]
id = "other"
title = {t}
file = "other.csv"
[choices]
contested = ["counts", "does-not-count"]
""",
        sources__toml=source,
        actors__toml=f'[[actors]]\nid = "north"\nname = {t}\n[[actors]]\nid = "south"\nname = {t}\nnames = [{t}]\n'
        f'[[ties]]\nactor = "north"\ntie = "fights"\nto = "south"\nnote = {t}\n',
        definitions__toml=f'[[definitions]]\nid = "d"\ntitle = {t}\nby = {t}\n'
        f'[[definitions.labels]]\nlabel = "bad"\ncovers = ["south"]\nsays = {t}\n',
        claims__toml="".join(claims),
        places__csv=table(
            ["id", "name", "aliases", "lon", "lat", "radius_km", "url", "note"],
            ["a", text, text, 20, 50, 2, text, text],
            ["b", "Highford", text, 21, 50, 2, text, text],
        ),
        events__csv=table(
            ["id", "date", "place", "lon", "lat", "by", "kind", "target", "source", "url", "note", text],
            [text, "2024-03-02", "a", "", "", "north", text, text, text, text, text, text],
            ["2", "2024-03-02", text, "", "", text, text, text, text, text, text, text],
            ["3", text, text, text, text, text, text, text, text, text, text, text],
            ["4", "2024-03-02", "Highford", "", "", "north", "x", "", "", text, text, ""],
        ),
        towns__csv=table(
            ["place", "holder", "from", "name", "note", "source", "url"],
            ["a", "south", "2024-01-01", text, text, text, text],
            ["b", text, "2024-03-02", text, text, text, text],
            [text, text, text, text, text, text, text],
        ),
        other__csv=table(["place", "holder", "from", "note"], ["a", "north", "2024-01-01", text], ["b", "x", "?", ""]),
    )


class Elements(HTMLParser):
    """Every element of a page with the names of its attributes, and every address.

    What only keeps a text that runs from the right from its surroundings is left out: it is there for such texts alone.
    """

    def __init__(self, source):
        super().__init__()
        self.found, self.links = set(), []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag != "bdi":
            self.found.add((tag, *sorted(name for name, _ in attrs if name != "dir")))
        given = dict(attrs)
        # A table to be saved carries the texts of the case, and is never opened as a page.
        if "download" in given and given.get("href", "").startswith("data:text/csv;"):
            return
        self.links += [value for name, value in attrs if name in {"href", "src", "xlink:href", "action"}]


@pytest.fixture
def page(case_of):
    """The page of a case filled with a text."""

    def write(text, folder="case"):
        case = hostile_case(case_of, text, folder)
        commands.report(case)
        return (case / "report.html").read_text(encoding="utf-8")

    return write


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_page_has_no_element_attribute_or_address_of_the_text(page, name):
    plain, found = Elements(page("plain")), Elements(page(PAYLOADS[name], "hostile"))
    # An honest address may become a link: that much more is allowed, and nothing else.
    assert found.found <= plain.found | Elements(page(LINK, "linked")).found
    assert [link for link in found.links if not link.startswith(("#", "https://example.org"))] == [
        link for link in plain.links if not link.startswith("#")
    ]


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_terminal_gets_no_control_character(case_of, capsys, name):
    commands.check(hostile_case(case_of, PAYLOADS[name]))
    out = capsys.readouterr().out
    hidden = {c for c in out if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u2067")}
    assert hidden == set()


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_json_is_valid_and_holds_the_text_as_it_was_written(case_of, capfdbinary, name):
    commands.check(hostile_case(case_of, PAYLOADS[name]), json=True)
    found = json.loads(capfdbinary.readouterr().out)
    assert found["does_not_show"] == [PAYLOADS[name].strip()]
    assert found["claims"][0]["says"] == PAYLOADS[name].strip()


def test_published_attacks_add_nothing_to_the_page(page, shared):
    """All of them at once in every field, and each alone as the words of a claim."""
    attacks = json.loads(shared("corpora/dompurify-xss/payloads.json").read_text(encoding="utf-8"))
    allowed = Elements(page("plain")).found | Elements(page(LINK, "linked")).found
    assert Elements(page("\n".join(map(str, attacks)), "attacks")).found <= allowed


def test_naughty_strings_are_read_checked_and_shown(page, shared, capsys):
    texts = json.loads(shared("corpora/naughty-strings/blns.json").read_text(encoding="utf-8"))
    allowed = Elements(page("plain")).found | Elements(page(LINK, "linked")).found
    assert Elements(page("\n".join(texts), "naughty")).found <= allowed
    assert "Traceback" not in capsys.readouterr().err
