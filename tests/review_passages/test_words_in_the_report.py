"""The words behind a record stand in the report to the letter; what nobody decided on changes no byte of a check."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser

import pytest
from paper_case import (
    QUOTED,
    TEXT,
    Desk,
    agreement_draft,
    claim_draft,
    event_draft,
    pledge_draft,
    span_of,
    statement_draft,
    told,
    write_papers,
)

import firmground as fg
from firmground.documents.draft import Draft, DraftKind
from firmground.render.html import render_html
from firmground.render.json import render_json
from firmground.render.text import render_text
from firmground.report.build import build_report
from firmground.report.passages import EVENTS, words_behind
from firmground.run import freeze_run


def findings_of(desk):
    return fg.check_claims(fg.hold_events(fg.locate_events(desk.case)))


@pytest.fixture
def report(desk):
    for draft in (claim_draft(), statement_draft(), agreement_draft(), pledge_draft(), event_draft()):
        desk.accept(draft)
    return build_report(findings_of(desk))


def test_every_kind_of_record_carries_its_words(desk, report):
    (claim,) = report.claims
    (words,) = claim.passages
    assert (words.document, words.published) == ("paper-1", "7 October 2015")
    assert words.title.startswith("Strikes near Palmyra")
    assert TEXT[words.start : words.stop] == words.words
    assert (words.says, words.hedges, words.by) == (QUOTED, ("privately",), "Ana")
    assert [len(one.passages) for one in report.untested] == [0, 1]
    assert report.agreements[0].passages[0].words.startswith("The two sides agreed")
    assert report.pledges.pledges[0].passages[0].words.startswith("France promised")
    case = desk.case
    (event,) = words_behind(case, EVENTS, "palmyra-2015-10-05", "events/from-documents.csv")
    assert event.words == "On October 5, Russian jets hit a depot near Palmyra, the ministry said."
    assert not words_behind(case, EVENTS, "s001")


def test_page_text_and_json_show_them_with_where_they_stand(report):
    page, text = render_html(report), " ".join(render_text(report).split())
    where = "characters 94 to 206"
    assert "a French official said, privately.</span>" in page
    assert f"7 October 2015, {where}; hedged: “privately”." in page
    assert "<q>France promised to send planes, provided parliament approves.</q>" in page
    assert f"7 October 2015, {where}; hedged: “privately”" in text
    told_as_json = json.loads(render_json(report))
    assert told_as_json["claims"][0]["passages"][0]["start"] == 94


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, [name for name, _ in attrs]))


@pytest.mark.parametrize("corpus", ["naughty-strings/blns.json", "dompurify-xss/payloads.json"])
def test_hostile_documents_are_text_and_nothing_else(shared, tmp_path, corpus):
    read = json.loads(shared(f"corpora/{corpus}").read_text(encoding="utf-8"))
    lines = [one if isinstance(one, str) else str(one.get("payload", "")) for one in read]
    lines = ["".join(letter for letter in line if letter not in "\0\r" and letter.isprintable()) for line in lines]
    text = "\n".join(line for line in lines if line.strip())
    sane = Desk(write_papers(tmp_path / "sane"))
    sane.accept(statement_draft())
    plain = _Tags()
    plain.feed(render_html(build_report(findings_of(sane))))
    desk = Desk(write_papers(tmp_path / "case", text, title=text[:300], site=text[300:400]))
    whole = span_of(text, text.strip())
    says = next(line for line in text.splitlines() if 10 < len(line) < 400).strip()
    fields = (told(text, "by", says), told(text, "says", says, says), told(text, "note", text[:2000]))
    draft = Draft(
        DraftKind.STATEMENT, whole, text, fields, "hand", facts=(told(text, "hedges", says, says),), doubts=(text,)
    )
    desk.accept(draft, why=text[:500])
    case = desk.case
    assert not [problem for problem in case.problems if problem.effect == "refused"]
    assert [one.words for one in case.passages] == [text.strip(), says, says]
    assert case.claims[case.passages[0].record].says == says
    found = _Tags()
    found.feed(render_html(build_report(findings_of(desk))))
    # No element and no attribute that the page of a plain case does not have; links are our own macro's.
    assert set(map(str, found.found)) - set(map(str, plain.found)) <= {
        "('span', ['dir'])", "('q', ['dir'])", "('q', [])", "('bdi', [])", "('td', ['class', 'dir'])", "('p', ['dir'])",
    }  # fmt: skip


def test_what_nobody_accepted_changes_no_byte_of_a_check(desk, tmp_path):
    plain = Desk(write_papers(tmp_path / "case-2"))
    for desk_ in (plain, desk):
        desk_.accept(claim_draft())
    for path in (plain.folder / "documents").rglob("*"):
        if path.is_file() and path.name == "passages.csv":
            path.unlink()
    desk.refuse(event_draft())
    runs = [freeze_run(findings_of(one), one.folder) for one in (plain, desk)]
    assert runs[0] == runs[1]
    reports = [json.loads(render_json(build_report(findings_of(one)))) for one in (plain, desk)]
    for found in reports:
        for claim in found["claims"]:
            claim["passages"] = []
    assert reports[0] == reports[1]


def test_a_case_with_undecided_documents_is_checked_as_one_without_any(desk, tmp_path):
    bare = write_papers(tmp_path / "bare")
    shutil.rmtree(bare / "documents")
    desk.refuse(event_draft())
    runs = [freeze_run(findings_of(one), one.folder) for one in (Desk(bare), desk)]
    assert runs[0] == runs[1]
    reports = [render_json(build_report(findings_of(one))) for one in (Desk(bare), desk)]
    assert reports[0] == reports[1]


def test_documents_and_passages_are_no_inputs_of_a_run(desk):
    desk.refuse(event_draft())
    assert not [stamp.path for stamp in desk.case.inputs if stamp.path.startswith("documents/")]
    desk.accept(claim_draft())
    # The kept copy that a source names is one, as that of every source.
    (kept,) = [stamp.path for stamp in desk.case.inputs if stamp.path.startswith("documents/")]
    assert kept.startswith("documents/kept/")
