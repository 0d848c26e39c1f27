"""Whatever is decided and taken back in whatever order: words and records agree, and nothing of the case is lost."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from paper_case import EVERY, Desk, span_of, tie_draft, told, write_papers

from firmground.documents.draft import Draft, DraftKind
from firmground.edit import StaleRecordError
from firmground.errors import BadRequestError, Effect
from firmground.review.passages import KnownRecord, decisions
from firmground.spans import same_print

DRAFTS = {name: make() for name, make in EVERY.items()} | {"tie": tie_draft(to="islamic-state")}
# What is done: accept, refuse or link one of the drafts, or take back the n-th of the steps done so far.
WORK = st.lists(
    st.tuples(st.sampled_from(["accept", "refuse", "link", "undo", "undo"]), st.integers(0, 6)), min_size=4, max_size=9
)


def do(desk, word, number, steps):
    draft = list(DRAFTS.values())[number]
    # What cannot be done now (accepted already, taken back already) is said, and changes nothing.
    with suppress(BadRequestError, StaleRecordError):
        if word == "accept":
            steps.append(desk.accept(draft))
        elif word == "refuse":
            steps.append(desk.refuse(draft))
        elif word == "link":
            steps.append(desk.link(draft, KnownRecord("events/told.csv", "", "s001")))
        elif steps:
            steps.append(desk.ledger.undo(steps[number % len(steps)].number, who="Ana"))


def records(case):
    ties = {f"{tie.actor} {tie.kind} {tie.to}" for tie in case.actors.ties}
    return {*case.events.id, *case.claims, *case.agreements, *case.pledges, *(one.id for one in case.releases), *ties}


# Making a failure smaller would take minutes: each step of it writes to a disk.
@settings(
    max_examples=12,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(WORK)
def test_words_and_records_agree_after_anything(tmp_path_factory, work):
    desk = Desk(write_papers(tmp_path_factory.mktemp("any") / "case"))
    before, steps = records(desk.case), []
    for word, number in work:
        do(desk, word, number, steps)
        case = desk.case
        assert not case.problems
        text = desk.page().text
        assert all(one.span.of(text) == one.words for one in case.passages)
        taken = {one.record for one in decisions(case).values() if one.taken}
        assert records(case) == before | taken
    # Everything taken back, the newest first, is the case as it was.
    for step in desk.ledger.history():
        if step.undoes is None and step.undone_by is None:
            desk.ledger.undo(step.number, who="Ana")
    case = desk.case
    assert (records(case), case.passages, case.problems) == (before, (), ())
    # The document may still be a source: it was kept when the record that brought it was taken back before others.
    assert set(case.sources) <= {"example-news-2015-10-07"}


HOSTILE = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"), min_size=3, max_size=40)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(HOSTILE, HOSTILE)
def test_a_quotation_is_written_as_it_stands_or_refused(tmp_path_factory, words, around):
    text = f"{around} {words} {around}"
    desk = Desk(write_papers(tmp_path_factory.mktemp("any") / "case", text, title=around, site=words))
    fields = (told(text, "by", around), told(text, "says", words, words), told(text, "note", f"{words}\n{around}"))
    draft = Draft(DraftKind.STATEMENT, span_of(text, words), around, fields, "hand")
    before = desk.files()
    try:
        desk.accept(draft, why=around)
    except BadRequestError:
        assert desk.files() == before
        return
    case = desk.case
    assert not [problem for problem in case.problems if problem.effect is Effect.REFUSED]
    claim = list(case.claims.values())[-1]
    assert (claim.says, claim.by) == (words.strip(), around.strip())
    (quoted,) = [one for one in case.passages if one.field == "says"]
    assert same_print(quoted.words.strip("\"'"), words.strip("\"'")) or quoted.words in words
