"""The pages say what the case says, and nothing of it is lost between two of them."""

from __future__ import annotations

import html
import re
import shutil

import pytest

import firmground as fg
from firmground.web.answers import row_url
from firmground.web.app import make_app
from firmground.web.register import PAGE, Wanted, find_events, read_wanted
from firmground.web.worklist import list_tasks


def text_of(answer):
    assert answer.status_code == 200, answer.text[:400]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


@pytest.fixture
def broken_folder(tmp_path):
    """The built-in case with faults of several kinds, and rows that repeat, lack a day or lack a place."""
    target = tmp_path / "case"
    shutil.copytree(fg.example_folder("syria-2015"), target)
    path = target / "events" / "disclosed.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")

    def row(**cells):
        return ",".join(cells.get(name, "") for name in header)

    lines += [
        row(id="x1", date_from="2015-99-01", place="homs-north"),
        row(id="x2", date_from="not a day", place="homs-north"),
        row(id="x3", date_from="2015-10-01", place="<b>no such place</b>"),
        row(id="x3", date_from="2015-10-02", place="homs-north"),
        row(id="x5", place="homs-north"),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def test_the_overview_tells_every_claim_with_its_bounds(demo, demo_app):
    page = text_of(demo.get("/"))
    report = demo_app.state.desk.snapshot.report
    for claim in report.claims:
        assert claim.says in page
    assert "allowed : 63.3 to 77.6" in page.replace("\u00a0", " ")
    for claim in report.untested:
        assert claim.reason in page


def links_of(page, name):
    """The words of the links in one list of the navigation, by the list's name."""
    found = re.search(rf'<ul aria-label="{name}".*?</ul>', page, re.DOTALL)
    return re.findall(r">([^<>]+)</a>", found[0]) if found else []


def test_the_navigation_leads_to_the_chapters_that_the_case_has(demo, demo_app):
    report = demo_app.state.desk.snapshot.report
    fields = ("disclosure", "agreements", "pledges", "ties", "encounters")
    page = demo.get("/").text
    assert links_of(page, "Chapters") == [name.title() for name in fields if getattr(report, name)]
    assert links_of(page, "Lists") == ["Sources", "Actors", "Places"]
    assert page.count('aria-current="page"') == 1


def test_a_chapter_of_which_the_case_has_nothing_is_in_the_navigation_only_on_its_own_page(client, tmp_path):
    (tmp_path / "case.toml").write_text('title = "Nothing yet"\n', encoding="utf-8")
    opened = client(tmp_path)
    assert links_of(opened.get("/").text, "Chapters") == []
    page = opened.get("/ties").text
    assert links_of(page, "Chapters") == ["Ties"]
    assert 'aria-current="page">Ties' in page


@pytest.mark.parametrize(("on", "words"), [("2015-10-01", "On 1 October 2015"), ("0001-01-01", "On 1 January"), ("9999-12-31", "On 31 December 9999")])  # fmt: skip
def test_the_ties_of_any_day_can_be_asked_for(demo, on, words):
    assert words in text_of(demo.get("/ties", params={"on": on}))


@pytest.mark.parametrize("on", ["yesterday", "2015-02-30", "2015", "<b>"])
def test_a_day_that_is_none_is_refused_in_a_sentence(demo, on):
    answer = demo.get("/ties", params={"on": on})
    assert answer.status_code == 400
    assert "A day is written as 2015-11-26" in answer.text


def test_the_overview_accounts_for_every_row(client, broken_folder):
    opened = client(broken_folder)
    report = opened.app.state.desk.snapshot.report
    page = opened.get("/").text
    for account in report.rows:
        parts = (account.used, account.undated, account.unplaced, account.unmapped, account.duplicate, account.outside)
        assert sum(parts) + account.refused == account.read
        assert account.file in page


def test_a_number_of_the_account_leads_to_just_so_many_rows(client, broken_folder):
    opened = client(broken_folder)
    links = re.findall(r'<a href="(/events\?dataset=[^"]+status=[^"]+)">([\d,]+)</a>', opened.get("/").text)
    assert len(links) >= 2
    for address, number in links:
        assert re.search(rf"{number} (of [\d,]+ )?events", text_of(opened.get(html.unescape(address))))


def test_every_event_is_on_some_page_of_the_table_once(demo_app):
    seen = demo_app.state.desk.snapshot
    for sort in ("row", "day", "place", "kind", "by"):
        for down in (False, True):
            pages = [find_events(seen, Wanted(sort=sort, down=down, page=n + 1)) for n in range(2)]
            met = [line.index for page in pages for line in page.lines]
            assert sorted(met) == list(range(len(seen.case.events)))
            assert len(pages[0].lines) == PAGE


def test_rows_without_a_day_stand_last(client, broken_folder):
    seen = client(broken_folder).app.state.desk.snapshot
    last = find_events(seen, Wanted(sort="day", page=99)).lines[-1]
    assert last.days == "day unknown"


def test_filters_pass_what_a_plain_look_passes(demo_app):
    seen = demo_app.state.desk.snapshot
    events = seen.case.events
    source = events.source[0]
    found = find_events(seen, Wanted(chosen=(("source", (source,)),)))
    assert found.total == events.source.count(source)
    assert found.of == len(events)
    both = find_events(seen, Wanted(chosen=(("source", (source,)), ("precision", ("none",)))))
    assert both.total == sum(
        events.source[n] == source and seen.held.located.region(n).where.__class__.__name__ == "Unknown"
        for n in range(len(events))
    )
    assert find_events(seen, Wanted(chosen=(("kind", ("no such kind",)),))).total == 0


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "page=x",
        "page=²",
        "sort=evil",
        "down=2",
        "actor=",
        "q=%00",
        "dataset=%ff",
        "precision=nothing",
    ],
)
def test_an_address_that_makes_no_sense_still_gives_a_table(demo, query):
    text_of(demo.get(f"/events?{query}"))


def test_an_address_says_what_it_was_made_from():
    wanted = Wanted((("kind", ("a&b=c", "")), ("status", ("used",))), "x y", "day", down=True, page=3)
    from urllib.parse import parse_qsl, urlsplit  # noqa: PLC0415 - only here

    assert read_wanted(parse_qsl(urlsplit(wanted.address()).query)) == wanted
    assert Wanted().address() == "/events"


def test_an_event_shows_its_row_as_it_stands(demo, demo_folder):
    lines = (demo_folder / "events" / "disclosed.csv").read_text(encoding="utf-8").splitlines()
    page = text_of(demo.get("/events/3"))
    for cell in lines[4].split(",")[:6]:
        assert cell in page


def test_an_event_tells_every_maps_answer_and_every_claim_that_counts_it(demo, demo_app):
    seen = demo_app.state.desk.snapshot
    page = text_of(demo.get("/events/3"))
    for control in seen.case.maps.values():
        assert control.title in page
    assert "held by Syrian armed opposition, group not named" in page
    assert "must be outside ground held by Islamic State" in page
    counting = [
        found for found in seen.findings.claims
        if found.headline.measurement.units is not None and found.test.numbers is None and not found.headline.measurement.labels
        and seen.findings.selector.counted(found.test.among, found.headline.specification)[3] > 0
    ]  # fmt: skip
    assert f"Counted by {len(counting)} claims" in page


def test_an_event_without_a_place_says_why(client, broken_folder):
    opened = client(broken_folder)
    events = opened.app.state.desk.snapshot.case.events
    page = text_of(opened.get(f"/events/{events.id.index('x3')}"))
    assert "the place '<b>no such place</b>' is not in places.csv" in page


def test_a_row_is_not_shown_as_it_stood_once_its_file_has_changed(client, broken_folder):
    opened = client(broken_folder)
    path = broken_folder / "events" / "disclosed.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("homs-north", "homs-south"), encoding="utf-8")
    page = text_of(opened.get("/events/3"))
    assert "The file has changed since the last check" in page
    assert "Changed since the last check: events/disclosed.csv" in page


@pytest.mark.parametrize(
    "address",
    ["/events/115", "/events/99999999999999999999", "/events/x", "/actors/nobody", "/places/nowhere", "/nothing"],
)
def test_what_is_not_there_is_said_in_a_sentence(demo, address):
    answer = demo.get(address)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "To the overview" in answer.text


def test_every_problem_is_in_the_list_with_its_next_step(client, broken_folder):
    opened = client(broken_folder)
    problems = opened.app.state.desk.snapshot.report.problems
    assert len(problems) >= 3
    page = text_of(opened.get("/problems"))
    for problem in problems:
        assert problem.what in page
        assert problem.hint in page


def test_problems_are_filtered_by_effect_and_none_is_lost(client, broken_folder):
    problems = client(broken_folder).app.state.desk.snapshot.report.problems
    parts = [list_tasks(problems, effect=effect) for effect in ("refused", "widened", "noted")]
    numbers = sorted(row[0] for tasks in parts for task in tasks for row in task.rows)
    assert numbers == list(range(len(problems)))


def test_what_was_mended_is_gone_after_the_next_check(client, broken_folder):
    opened = client(broken_folder)
    before = text_of(opened.get("/problems"))
    path = broken_folder / "events" / "disclosed.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2015-99-01", "2015-10-01"), encoding="utf-8")
    assert opened.post("/recheck", data={"token": ""}).status_code in {200, 303}
    assert opened.app.state.desk.wait(120)
    after = text_of(opened.get("/problems"))
    assert "2015-99-01" in before
    assert "2015-99-01" not in after


def test_a_part_is_asked_for_by_htmx_alone(demo):
    assert "<html" in demo.get("/events").text
    part = demo.get("/events", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "<table" in part


def test_the_first_page_is_there_before_the_first_check(demo_folder):
    from starlette.testclient import TestClient  # noqa: PLC0415 - a client of an app that was not checked

    app = make_app(demo_folder, check=False)
    with TestClient(app, base_url="http://127.0.0.1:8000") as opened:
        for address in ("/", "/events", "/events/3", "/search?q=x"):
            assert "Checking the case" in opened.get(address).text
        app.state.desk.recheck()
        assert app.state.desk.wait(120)
        assert f"{len(app.state.desk.snapshot.findings.claims)} claims tested" in opened.get("/").text


def test_a_fault_of_the_program_is_a_line_in_the_log_and_a_sentence_on_the_page(demo_folder, caplog, monkeypatch):
    from starlette.testclient import TestClient  # noqa: PLC0415 - as above

    from firmground.web.pages import search  # noqa: PLC0415 - to be broken

    def fail(seen):
        raise ZeroDivisionError("secret")

    app = make_app(demo_folder)
    assert app.state.desk.wait(120)
    monkeypatch.setattr(search, "finder_of", fail)
    with TestClient(app, base_url="http://127.0.0.1:8000") as opened:
        answer = opened.get("/search?q=x")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers
    assert "ZeroDivisionError" in caplog.text


def test_statics_are_served_for_ever_and_nothing_else_is(demo, demo_app):
    from firmground.web.statics import static_files, static_url  # noqa: PLC0415 - only here

    for name, file in static_files().items():
        answer = demo.get(static_url(name))
        assert answer.status_code == 200
        assert answer.headers["content-type"] == file.type
        assert "immutable" in answer.headers["cache-control"]
    for path in (
        "",
        "app.css",
        "../app.py",
        "..%2f..%2fapp.py",
        "%2e%2e/guard.py",
        "vendor",
        "vendor/",
        "/etc/passwd",
        "vendor/README.md",
        "app.css%00",
    ):
        good = static_url("app.css").split("/")[2]
        assert demo.get(f"/static/{good}/{path}").status_code == (200 if path == "app.css" else 404), path
    assert demo.get("/static/0000000000000000/app.css").status_code == 404


@pytest.mark.parametrize(
    ("file", "row", "there"),
    [
        ("events/a.csv", 2, True),
        ("events/a.csv", 1, False),
        ("events/a.csv", None, False),
        ("claims.toml", 1, True),
        ("events/a.xlsx", 5, False),
        ("control/a.geojson", 5, False),
    ],
)
def test_a_form_is_offered_only_where_a_row_can_be_changed(file, row, there):
    assert bool(row_url(file, row)) is there
