"""What is brought is new, the same, or another version of what is kept; and it is said which."""

from __future__ import annotations

import hashlib

import pytest
from kept_pages import PAGE

from firmground.dates import parse_when
from firmground.documents.keep import (
    Arrival,
    Came,
    Given,
    Vanished,
    collect_pages,
    collect_text,
    open_page,
    tell_of_document,
)
from firmground.documents.keep import versions_of as line_of
from firmground.edit import Ledger
from firmground.errors import BadRequestError, CaseNotFoundError

URL = "https://gazette.example/strikes"
FIRST, LATER = "2024-03-10T08:00:00Z", "2024-03-11T08:00:00Z"


def html(body, title="Strikes near Milltown", day="2024-03-09", extra=""):
    meta = f'<meta property="article:published_time" content="{day}T10:00:00Z">' if day else ""
    return f"<html><head><title>{title}</title>{meta}</head><body><article><h1>{title}</h1>{body}</article>{extra}</body></html>".encode()


PARAGRAPHS = "".join(
    f"<p>{words}</p>"
    for words in (
        "The spokesman said at least 12 people were killed near Milltown. He named no unit that had taken part in it.",
        "More than half of the strikes hit ground that was held by the South, according to the map of the institute.",
        "Nobody could check it on the spot. The road to the town was closed, and the bridge was guarded by the army.",
    )
)


@pytest.fixture
def fetched(case):
    """Collects bytes as if they had been fetched from an address."""

    def run(content, url=URL, received=LATER, notes=(), **given):
        arrival = Arrival(content, "strikes", url, received, "text/html; charset=utf-8", url, notes)
        return collect_pages(case, [arrival], Given(**given), who="a tester")[0]

    return run


def test_bytes_are_kept_unchanged_under_their_hash_with_where_and_when_they_came_from(case, page, keep, documents):
    content = PAGE.replace("\n", "\r\n").encode()
    outcome = keep(page(content))[0]
    document = documents()[outcome.document.id]
    assert outcome.came is Came.NEW
    assert (case / document.kept).read_bytes() == content
    assert document.kept == f"documents/kept/{hashlib.sha256(content).hexdigest()}.txt"
    assert document.origin == "page.txt"
    assert document.received.endswith("Z")
    assert document == outcome.document


def test_the_text_that_spans_point_into_is_what_the_row_says_and_its_marks_lie_in_it(case, page, keep, documents):
    keep(page())
    (document,) = documents().values()
    opened = open_page(case, document)
    assert "at least 12 people" in opened.text
    assert hashlib.sha256(opened.text.encode()).hexdigest() == document.text_sha256
    assert all(mark.span.fits(opened.text) for mark in opened.marks)
    assert [mark.span.of(opened.text) for mark in opened.marks if mark.kind == "title"] == ["Strikes near Milltown"]


def test_rows_stand_in_the_log_and_can_be_taken_back(case, page, keep, documents):
    keep(page(), page("Another page altogether. It has two sentences.", "b.txt"))
    ledger = Ledger(case)
    (step,) = ledger.history()
    assert (step.who, step.why) == ("a tester", "collect: 2 documents kept")
    ledger.undo(step.number, who="a tester")
    assert documents() == {}
    assert [one.came for one in keep(page())] == [Came.NEW]
    assert len(documents()) == 1


def test_the_same_bytes_are_told_and_kept_once(case, page, keep, documents):
    first = keep(page())[0]
    before = (case / "documents/documents.csv").read_bytes()
    again = keep(page())[0]
    assert (again.came, again.document.id, again.told) == (Came.SAME_BYTES, first.document.id, ())
    assert (case / "documents/documents.csv").read_bytes() == before


def test_a_further_origin_of_the_same_bytes_is_noted_once(page, keep, documents):
    keep(page())
    other = page(name="other/copy.txt")
    assert keep(other)[0].told == ("That it came from here as well is noted.",)
    assert keep(other)[0].told == ()
    (document,) = documents().values()
    assert document.note.startswith("also from copy.txt (20")


def test_two_equal_files_of_one_call_are_one_document(page, keep, documents):
    came = keep(page(), page(name="b.txt"))
    assert [one.came for one in came] == [Came.NEW, Came.SAME_BYTES]
    assert [document.note[:10] for document in documents().values()] == ["also from "]


def test_the_same_words_in_other_bytes_are_recognised_and_their_bytes_kept(case, page, keep, documents):
    keep(page())
    windows = PAGE.replace("\n", "\r\n").encode()
    outcome = keep(page(windows, "windows.txt"))[0]
    (document,) = documents().values()
    digest = hashlib.sha256(windows).hexdigest()
    assert outcome.came is Came.SAME_WORDS
    assert f"sha256 {digest}" in document.note
    assert (case / f"documents/kept/{digest}.txt").read_bytes() == windows


def test_a_copy_that_differs_in_its_spaces_and_dashes_is_a_copy(page, keep, documents):
    keep(page())
    assert keep(page(PAGE.replace(" the ", "  the\u00a0") + "\n\n", "spaced.txt"))[0].came is Came.SAME_WORDS
    assert len(documents()) == 1


def test_the_same_words_from_the_same_address_are_not_kept_again(case, fetched, documents):
    fetched(html(PARAGRAPHS))
    again = fetched(html(PARAGRAPHS, extra="<!-- nonce 4711 -->"))
    assert again.came is Came.SAME_WORDS
    assert len(documents()) == len(list((case / "documents/kept").iterdir())) == 1


def test_a_changed_page_is_a_new_version_and_its_words_are_shown(case, fetched, documents):
    first = fetched(html(PARAGRAPHS), received=FIRST)
    told = []
    arrival = Arrival(
        html(PARAGRAPHS.replace("at least 12", "14").replace("Nobody could check it on the spot. ", "")),
        "strikes", "http://GAZETTE.example:80/strikes#top", LATER, "text/html", URL,
    )  # fmt: skip
    collect_pages(case, [arrival], who="a tester", tell=told.append)
    (second,) = told
    assert second.came is Came.VERSION
    assert second.document.replaces == first.document.id
    old, new = second.texts
    changed, removed = sorted(second.difference.changes, key=lambda change: change.kind)
    assert [(word.old.of(old), word.new.of(new)) for word in changed.words] == [("at least 12", "14")]
    assert removed.old.of(old) == "Nobody could check it on the spot."
    assert [one.id for one in line_of(documents(), first.document.id)] == [first.document.id, second.document.id]
    assert open_page(case, first.document).text == old


@pytest.mark.parametrize(
    ("change", "name", "old", "new"),
    [
        ({"title": "Strikes on Milltown"}, "title", "Strikes near Milltown", "Strikes on Milltown"),
        ({"day": "2024-03-10"}, "published", "2024-03-09", "2024-03-10"),
        ({"day": ""}, "published", "2024-03-09", ""),
    ],
)
def test_a_page_of_which_only_the_title_or_the_day_changed_is_a_new_version(fetched, change, name, old, new):
    fetched(html(PARAGRAPHS), received=FIRST)
    outcome = fetched(html(PARAGRAPHS, **change))
    assert outcome.came is Came.VERSION
    assert (name, old, new) in [(one.name, one.old, one.new) for one in outcome.fields]


def test_what_a_person_told_is_no_change_of_the_page(fetched, documents):
    fetched(html(PARAGRAPHS, day=""), published="2024-03-08")
    assert fetched(html(PARAGRAPHS, day="", extra="<!-- 2 -->")).came is Came.SAME_WORDS
    (document,) = documents().values()
    assert (document.published, document.published_on.how) == (parse_when("2024-03-08"), "asked")


def test_a_page_that_went_back_to_what_it_was_is_a_version_of_its_own(case, fetched, documents):
    one, two = html(PARAGRAPHS), html(PARAGRAPHS.replace("12", "14"))
    came = [fetched(one), fetched(two), fetched(one)]
    assert [outcome.came for outcome in came] == [Came.NEW, Came.VERSION, Came.VERSION]
    line = line_of(documents(), came[0].document.id)
    assert [document.id for document in line] == [outcome.document.id for outcome in came]
    assert line[0].sha256 == line[2].sha256
    assert len(list((case / "documents/kept").iterdir())) == 2
    assert fetched(one).came is Came.SAME_BYTES


def test_a_page_that_is_gone_is_noted_once_and_so_is_that_it_is_there_again(case, fetched, documents):
    first = fetched(html(PARAGRAPHS))
    gone = [collect_pages(case, [Vanished(URL, 410, LATER)], who="a tester")[0] for _ in range(2)]
    assert [outcome.came for outcome in gone] == [Came.VANISHED] * 2
    assert [bool(outcome.told) for outcome in gone] == [True, False]
    (document,) = documents().values()
    assert document.note == f"gone from {URL} (410, {LATER})"
    assert document.sha256 == first.document.sha256
    assert fetched(html(PARAGRAPHS), received="2024-03-12T08:00:00Z").told[0].startswith("It had gone")
    (document,) = documents().values()
    assert document.note.endswith(f"; there again at {URL} (2024-03-12T08:00:00Z)")
    assert collect_pages(case, [Vanished(URL, 404, LATER)], who="a tester")[0].told


def test_what_is_gone_and_was_never_kept_is_refused(case):
    (outcome,) = collect_pages(case, [Vanished(URL, 404, LATER)], who="a tester")
    assert (outcome.came, "404" in outcome.told[0]) == (Came.REFUSED, True)
    assert not (case / "documents/documents.csv").exists()


def test_what_was_saved_as_a_file_and_then_changed_at_its_address_is_a_version(case, page, keep, fetched, documents):
    content = html(PARAGRAPHS)
    saved = keep(page(content, "saved.html"))[0]
    assert fetched(content, received=FIRST).came is Came.SAME_BYTES
    changed = fetched(html(PARAGRAPHS.replace("12", "14")))
    assert (changed.came, changed.document.replaces) == (Came.VERSION, saved.document.id)
    assert fetched(html(PARAGRAPHS.replace("12", "15"))).document.replaces == changed.document.id
    assert [one.origin for one in documents().values()] == ["saved.html", URL, URL]


def test_a_copy_at_another_address_that_changes_is_a_document_of_its_own_with_the_difference(case, fetched, documents):
    content, mirror = html(PARAGRAPHS), "https://mirror.example/strikes"
    first = fetched(content)
    assert fetched(content, url=mirror).came is Came.SAME_BYTES
    parted = fetched(html(PARAGRAPHS.replace("12", "14")), url=mirror)
    assert (parted.came, parted.document.replaces, parted.before.id) == (Came.NEW, "", first.document.id)
    assert parted.difference.words_removed == 1
    assert "is one no more" in parted.told[-1]
    assert fetched(content).came is Came.SAME_BYTES
    assert [line_of(documents(), one.document.id) for one in (first, parted)] == [
        (one,) for one in documents().values()
    ]
    gone = collect_pages(case, [Vanished(mirror, 404, LATER)], who="a tester")[0]
    assert gone.document.id == parted.document.id


def test_that_a_page_is_gone_from_where_it_was_noted_is_news_too(case, page, keep, fetched):
    content = html(PARAGRAPHS)
    saved = keep(page(content, "saved.html"))[0]
    fetched(content, received=FIRST)
    (gone,) = collect_pages(case, [Vanished(URL, 404, LATER)], who="a tester")
    assert (gone.came, gone.document.id) == (Came.VANISHED, saved.document.id)


def test_a_file_of_the_same_name_is_a_version_only_if_it_shares_its_sentences(page, keep, documents):
    first = keep(page())[0]
    second = keep(page(PAGE.replace("at least 12", "14")))[0]
    assert (second.came, second.before.id) == (Came.VERSION, first.document.id)
    third = keep(page("Something else. It has nothing to do with it.\n"))[0]
    assert third.came is Came.NEW
    assert f"--replaces {second.document.id}" in third.told[-1]
    assert [document.replaces for document in documents().values()] == ["", first.document.id, ""]


def test_a_person_may_name_what_a_page_replaces(page, keep):
    first = keep(page())[0].document.id
    other = page("Something else. It has nothing to do with it.\n", "late.txt")
    outcome = keep(other, replaces=first)[0]
    assert (outcome.came, outcome.document.replaces) == (Came.VERSION, first)
    assert keep(other, replaces=first)[0].came is Came.SAME_BYTES
    refused = keep(page("A third page. It is short.", "third.txt"), replaces=first)[0]
    assert refused.came is Came.REFUSED
    assert f"the last version is {outcome.document.id}" in refused.told[0]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"replaces": "nothing"}, "there is no document 'nothing'"),
        ({"source": "gazete"}, 'did you mean "gazette"'),
        ({"published": "last week"}, "--published: 'last week' is not a date"),
    ],
)
def test_what_a_person_tells_and_cannot_be_is_refused_before_anything_is_kept(case, page, keep, given, why):
    with pytest.raises(BadRequestError, match=why):
        keep(page(), **given)
    assert not (case / "documents").exists()


def test_a_title_fits_one_page(case, page, keep):
    with pytest.raises(BadRequestError, match="--title fits one page"):
        keep(page(), page("Another. Page.", "b.txt"), title="x")
    assert not (case / "documents").exists()


def test_what_a_person_tells_stands_with_how_it_is_known(page, keep, documents):
    keep(
        page("No head. Nothing is known of this."),
        published="2024-03",
        title=" A  title ",
        byline="B",
        site="S",
        source="gazette",
    )
    (document,) = documents().values()
    told = (document.published_on, document.title, document.byline, document.site)
    assert [(one.value, one.how) for one in told] == [(value, "asked") for value in ("2024-03", "A title", "B", "S")]
    assert document.source == "gazette"


def test_what_nobody_knew_is_filled_in_when_the_page_is_brought_again_and_nothing_else(page, keep, documents):
    path = page("No head. Nothing is known of this.")
    assert not keep(path)[0].document.published.known
    assert keep(path, published="2024-03-09")[0].told == ("`published` filled in.",)
    told = keep(path, published="2024-03-10")[0].told
    assert "'2024-03-09' already" in told[0]
    (document,) = documents().values()
    assert (document.published_on.value, document.published_on.how) == ("2024-03-09", "asked")


def test_the_day_is_asked_for_where_the_page_does_not_say_it_and_only_there(page, keep, documents):
    asked = []

    def ask(candidate):
        asked.append(candidate.origin)
        return "2024-03-09"

    undated = page("No head. Nothing is known of this.", "undated.txt")
    keep(page(), undated, ask=ask)
    assert asked == ["undated.txt"]
    assert keep(undated, ask=ask)[0].came is Came.SAME_BYTES
    assert asked == ["undated.txt"]
    assert [document.published_on.how for document in documents().values()][1] == "asked"


def test_a_pasted_text_is_never_a_version_by_itself(case, documents):
    first = collect_text(case, PAGE, who="a tester")
    assert first.came is Came.NEW
    assert collect_text(case, PAGE, who="a tester").came is Came.SAME_BYTES
    other = collect_text(case, PAGE.replace("12", "14"), Given(origin=URL), who="a tester")
    assert (other.came, other.document.origin) == (Came.NEW, URL)
    changed = collect_text(case, PAGE.replace("12", "15"), Given(origin=URL), who="a tester")
    assert (changed.came, changed.before.id) == (Came.VERSION, other.document.id)
    assert len(documents()) == 3


def test_a_persons_word_stands_for_what_was_read(case, page, keep, documents):
    kept = keep(page())[0].document
    step = tell_of_document(Ledger(case), kept.id, Given(published="2024-03-10", source="gazette"), who="a tester")
    (document,) = documents().values()
    assert (document.published_on.value, document.published_on.how, document.source) == (
        "2024-03-10",
        "asked",
        "gazette",
    )
    Ledger(case).undo(step.number, who="a tester")
    assert documents()[kept.id].published_on.value == kept.published_on.value
    with pytest.raises(BadRequestError, match="no document"):
        tell_of_document(Ledger(case), "nope", Given(published="2024"), who="a tester")


def test_files_that_went_missing_are_put_back_when_the_page_is_brought_again(case, page, keep, documents):
    document = keep(page())[0].document
    (case / document.kept).unlink()
    (case / document.text_file).unlink()
    assert keep(page())[0].told == (
        "Its bytes were missing, and are kept again.",
        "Its text was missing, and is there again.",
    )
    assert document.id in documents()


def test_a_damaged_copy_is_never_written_over(case, page, keep):
    document = keep(page())[0].document
    (case / document.kept).write_bytes(b"tampered")
    (case / "documents/documents.csv").unlink()
    outcome = keep(page())[0]
    assert outcome.came is Came.REFUSED
    assert "is not what its name says: move it away" in outcome.told[0]
    assert (case / document.kept).read_bytes() == b"tampered"


def test_a_text_under_the_same_id_is_never_written_over(case, page, keep, documents):
    document = keep(page())[0].document
    (case / "documents/documents.csv").unlink()
    (case / document.text_file).write_text("an older reader's text", encoding="utf-8")
    again = keep(page())[0].document
    assert again.id == f"{document.id}-2"
    assert (case / document.text_file).read_text(encoding="utf-8") == "an older reader's text"
    assert again.id in documents()


def test_a_page_without_text_is_refused_with_the_reason(page, keep):
    outcome = keep(page(b"   \n \n"))[0]
    assert outcome.came is Came.REFUSED
    assert outcome.told[0]


def test_a_table_that_cannot_be_read_is_not_written_into(case, page, keep):
    (case / "documents").mkdir()
    (case / "documents/documents.csv").write_bytes(b"PK\x03\x04 no table")
    with pytest.raises(BadRequestError, match="Excel workbook"):
        keep(page())


def test_where_there_is_no_case_nothing_is_kept(tmp_path, page):
    with pytest.raises(CaseNotFoundError):
        collect_pages(tmp_path, [Arrival(b"x", "x", "x", LATER)], who="a tester")


@pytest.mark.parametrize("title", ["قصف قرب تدمر", "<script>", "../../etc/passwd", "CON", "a" * 400, "\u202egnp.exe"])
def test_an_id_is_a_safe_name_whatever_the_title_says(case, page, keep, documents, title):
    document = keep(page("No head. Nothing is known of this."), title=title)[0].document
    name = (case / document.text_file).name
    assert (case / document.text_file).parent == case / "documents/text"
    assert name.isascii()
    assert len(name) < 70
    assert documents()[document.id].title.value == title
