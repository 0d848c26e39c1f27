"""The card and the pictures in a real browser: alone in a hostile page, in the dark, on a phone, without a request."""

from __future__ import annotations

import pytest

import firmground as fg
from firmground.render.export import write_export

# A page that does its worst to everything in it.
HOSTILE = """<!doctype html><meta charset=utf-8><title>host</title><style>
* { color: lime !important; font: 40px fantasy !important; display: block !important; transform: rotate(3deg) !important; }
svg, svg * { fill: red !important; stroke: red !important; }
.card, .firmground, .must, .may, .cannot, h2 { display: none !important; }
:root { --paper: red; --ink: red; --data: red; --claim: red; }
</style><body>"""
WHERE = "01-reuters-1021-share"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    case = fg.read_case(fg.example_folder("syria-2015"))
    findings = fg.check_claims(fg.hold_events(fg.locate_events(case)))
    folder = tmp_path_factory.mktemp("export") / "out"
    return write_export(findings, folder, claims=["reuters-1021-share"], formats=["embed", "svg"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 640, 390, 320])
def test_the_card_fits_asks_for_nothing_and_complains_of_nothing(visit, exported, width, scheme):
    address = (exported / WHERE / "embed.html").as_uri()
    with visit(address, width=width, color_scheme=scheme) as seen:
        assert "Almost 80 percent" in seen.page.inner_text("h2")
        assert seen.asked == [address]
        assert seen.complaints == []
        wide = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
        ground = seen.page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
        assert ground == {"light": "rgb(252, 251, 248)", "dark": "rgb(20, 21, 23)"}[scheme]


@pytest.mark.parametrize("way", ["file", "pasted"])
def test_in_a_frame_of_a_hostile_page_the_card_looks_as_it_does_alone(visit, exported, way):
    folder = exported / WHERE
    pasted = (folder / "embed-to-paste.txt").read_text(encoding="utf-8")
    host = folder / f"host-{way}.html"
    rights = 'sandbox="allow-popups allow-popups-to-escape-sandbox"'
    frame = pasted if way == "pasted" else f'<iframe src="embed.html" {rights} width="640" height="1200"></iframe>'
    host.write_text(HOSTILE + frame, encoding="utf-8")
    looks = """() => [...document.querySelectorAll('h2, .kicker, rect.must, rect.may, .card, .card p, .sw rect')].map(one => {
        const style = getComputedStyle(one);
        return [one.tagName, style.color, style.fill, style.stroke, style.fontSize, style.fontFamily, style.display, style.transform];
    })"""
    with visit((folder / "embed.html").as_uri()) as alone:
        expected = alone.page.evaluate(looks)
    with visit(host.as_uri()) as seen:
        inside = seen.page.frames[1]
        inside.wait_for_selector("h2")
        assert inside.evaluate(looks) == expected
        assert len(expected) > 10
        assert seen.outside == []
        assert seen.complaints == []


def test_pasted_without_a_frame_the_card_restyles_nothing_around_it(visit, exported, tmp_path):
    source = (exported / WHERE / "embed.html").read_text(encoding="utf-8")
    style = source[source.index("<style>") : source.index("</style>") + 8]
    card = source[source.index('<div class="firmground">') : source.index("</body>")]
    around = "<h2>h</h2><p class='note'>p</p><svg><rect class='must' width=9 height=9 /></svg><a href='#'>a</a>"
    looks = """() => ['body > h2', 'body > p', 'body > svg rect', 'body > a'].map(one => {
        const style = getComputedStyle(document.querySelector(one));
        return [style.color, style.font, style.fill, style.margin, style.padding, style.textDecoration];
    })"""
    found = []
    for name, extra in (("plain", ""), ("with", style + card)):
        host = tmp_path / f"{name}.html"
        host.write_text(f"<!doctype html><meta charset=utf-8><title>t</title><body>{around}{extra}", encoding="utf-8")
        with visit(host.as_uri()) as seen:
            found.append(seen.page.evaluate(looks))
    assert found[0] == found[1]


def test_the_height_in_the_piece_to_paste_is_about_that_of_the_card(visit, exported):
    pasted = (exported / WHERE / "embed-to-paste.txt").read_text(encoding="utf-8")
    said = int(pasted.split('height="')[1].split('"')[0])
    with visit((exported / WHERE / "embed.html").as_uri(), width=680) as seen:
        tall = seen.page.evaluate("document.querySelector('.card').offsetHeight")
    assert tall <= said <= tall + 220


def test_a_screen_reader_gets_words_for_every_figure_of_the_card(visit, exported):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe, which is not installed")
    with visit((exported / WHERE / "embed.html").as_uri()) as seen:
        found = axe.Axe().run(seen.page)
        # A card is a part of another page, which brings the landmarks and the first heading.
        met = [each["id"] for each in found.response["violations"]]
        assert [name for name in met if name not in {"region", "landmark-one-main", "page-has-heading-one"}] == []


@pytest.mark.parametrize("scheme", ["", "-dark"])
@pytest.mark.parametrize("name", ["bar", "map", "rivals", "repeated", "curve-1", "curve-2"])
def test_a_picture_opens_alone_with_every_letter_inside_it(visit, exported, name, scheme):
    address = (exported / WHERE / f"{name}{scheme}.svg").as_uri()
    with visit(address) as seen:
        assert seen.asked == [address]
        assert seen.complaints == []
        beyond = seen.page.evaluate(
            """() => {
                const whole = document.documentElement.getBoundingClientRect();
                const outside = box => box.left < whole.left - 1 || box.right > whole.right + 1
                    || box.top < whole.top - 1 || box.bottom > whole.bottom + 1;
                return [...document.querySelectorAll('text')].filter(one => outside(one.getBoundingClientRect()))
                    .map(one => one.textContent);
            }"""
        )
        assert beyond == []
        assert seen.page.evaluate("document.querySelectorAll('text').length") > 5


def test_the_index_leads_to_every_file_and_asks_for_nothing(visit, exported):
    address = (exported / "index.html").as_uri()
    with visit(address) as seen:
        assert seen.asked == [address]
        assert seen.complaints == []
        links = seen.page.evaluate("[...document.querySelectorAll('a')].map(one => one.getAttribute('href'))")
    assert links
    assert [link for link in links if not (exported / link).is_file()] == []
