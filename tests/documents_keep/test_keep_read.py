"""Documents as a case is read: each held against its files, and refused if they are not what they were."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest

import firmground as fg
from firmground.case.documents import Document, MarkKind
from firmground.documents.keep import open_page, versions_of
from firmground.errors import BadRequestError, Effect
from firmground.read import read_case

TABLE = "documents/documents.csv"


@pytest.fixture
def kept(case, page, keep):
    """A case with one document."""
    return keep(page())[0].document


def rewrite(case, **values):
    """Writes other values into the first row of documents.csv; None takes a column out."""
    rows = list(csv.DictReader(io.StringIO((case / TABLE).read_text(encoding="utf-8"))))
    rows[0] |= {name: value for name, value in values.items() if value is not None}
    names = [name for name in rows[0] if values.get(name, "") is not None]
    out = io.StringIO()
    table = csv.DictWriter(out, names, extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    (case / TABLE).write_text(out.getvalue(), encoding="utf-8")


def problems(case):
    return [problem for problem in read_case(case).problems if problem.file.startswith("documents")]


def test_a_document_is_read_as_it_was_kept(case, kept):
    found = read_case(case)
    assert found.documents == {kept.id: kept}
    assert isinstance(found.documents[kept.id], Document)
    assert problems(case) == []


def test_documents_are_no_inputs_of_a_run(case, kept):
    assert [stamp.path for stamp in read_case(case).inputs if stamp.path.startswith("documents")] == []


def test_a_case_without_documents_has_none(case):
    assert read_case(case).documents == {}


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("kept", None, "is missing"),
        ("text_file", None, "is missing"),
        ("kept", b"tampered", "is not what it was when it was collected"),
        ("text_file", b"tampered", "is not what it was when it was collected"),
        ("text_file", b"", "is not what it was when it was collected"),
    ],
)
def test_a_document_whose_files_are_not_what_they_were_is_refused(case, kept, name, content, what):
    path = case / getattr(kept, name)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    (problem,) = problems(case)
    assert (problem.effect, problem.row) == (Effect.REFUSED, 2)
    assert what in problem.what
    assert getattr(kept, name)[:40] in problem.what
    assert "collect the page again" in problem.hint
    assert read_case(case).documents == {}


def test_line_ends_that_git_changed_are_a_change_and_the_way_out_is_told(case, kept):
    path = case / kept.text_file
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "`documents/** -text` into .gitattributes" in problems(case)[0].hint


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("0,100000,title", "row 2 points outside the text"),
        ("5,5,title", "row 2 points outside the text"),
        ("-1,5,title", "row 2 has no whole numbers"),
        ("٣,5,title", "row 2 has no whole numbers"),
        ("1e3,5,title", "row 2 has no whole numbers"),
        (f"{'9' * 5000},{'9' * 5001},title", "row 2 points outside the text"),
        ("0,5,headline", "row 2 has an unknown kind of mark: write title, byline"),
        ("0,5", "has 2 cells where the header has 3"),
    ],
)
def test_a_mark_that_does_not_lie_in_the_text_refuses_the_document(case, kept, row, why):
    path = case / kept.text_file.replace(".txt", ".marks.csv")
    path.write_text(f"start,stop,kind\n{row}\n", encoding="utf-8")
    (problem,) = problems(case)
    assert problem.effect is Effect.REFUSED
    assert why in problem.what
    with pytest.raises(BadRequestError, match="put it back as it was"):
        open_page(case, kept)


def test_marks_without_a_file_refuse_the_document(case, kept):
    (case / kept.text_file.replace(".txt", ".marks.csv")).unlink()
    assert "is missing" in problems(case)[0].what
    with pytest.raises(BadRequestError, match="is missing"):
        open_page(case, kept)


@pytest.mark.parametrize("name", ["kept", "text_file"])
@pytest.mark.parametrize(
    "path", ["../secret.txt", "/etc/passwd", "C:\\secret.txt", "documents/../../x", "a\0b", "x" * 5000, "documents"]
)
def test_a_path_that_leads_outside_or_nowhere_is_refused(case, kept, name, path):
    (case.parent / "secret.txt").write_text("not yours")
    rewrite(case, **{name: path.replace("\0", "%00")})
    told = [problem for problem in read_case(case).problems if problem.effect is Effect.REFUSED]
    assert len(told) == 1
    assert read_case(case).documents == {}


def test_a_link_that_leads_outside_is_refused(case, kept):
    secret = case.parent / "secret.txt"
    text = case / kept.text_file
    secret.write_bytes(text.read_bytes())
    text.unlink()
    text.symlink_to(secret)
    (problem,) = [one for one in read_case(case).problems if one.effect is Effect.REFUSED]
    assert "is a link that leads out of the case" in problem.what
    with pytest.raises(BadRequestError, match="leads out of the case"):
        open_page(case, kept)


@pytest.mark.parametrize(
    ("values", "what", "effect"),
    [
        ({"id": "a/b"}, "'a/b' cannot be the id of a document", Effect.REFUSED),
        ({"id": "../x"}, "'../x' cannot be the id of a document", Effect.REFUSED),
        ({"id": "a;b"}, "'a;b' cannot be an id", Effect.REFUSED),
        ({"id": ""}, "`id` is missing", Effect.REFUSED),
        ({"kept": ""}, "`kept` is missing", Effect.REFUSED),
        ({"sha256": "abc"}, "`sha256` is 'abc'", Effect.REFUSED),
        ({"text_sha256": "G" * 64}, "`text_sha256` is 'GGG", Effect.REFUSED),
        ({"source": "gazete"}, "source 'gazete' is not in sources.toml", Effect.NOTED),
        ({"published": "last week"}, "`published`: 'last week' is not a date", Effect.WIDENED),
        ({"received": "yesterday"}, "`received` is 'yesterday'", Effect.NOTED),
        ({"media": "tablet"}, "`media` is 'tablet'", Effect.NOTED),
        ({"replaces": "nothing"}, "`replaces` is 'nothing', which is no document", Effect.NOTED),
    ],
)
def test_each_fault_of_a_row_is_told_with_what_became_of_it(case, kept, values, what, effect):
    rewrite(case, **values)
    (problem,) = problems(case)
    assert problem.what.startswith(what)
    assert (problem.effect, problem.row) == (effect, 2)
    assert bool(read_case(case).documents) is (effect is not Effect.REFUSED)


def test_two_documents_of_one_id_are_refused_once(case, page, keep):
    keep(page(), page("Another page. It has two sentences.", "b.txt"))
    text = (case / TABLE).read_text(encoding="utf-8")
    first, second = (line.split(",")[0] for line in text.splitlines()[1:])
    (case / TABLE).write_text(text.replace(f"\n{second},", f"\n{first},"), encoding="utf-8")
    (problem,) = problems(case)
    assert "is used twice" in problem.what


def test_versions_that_replace_each_other_in_a_circle_are_told_once_and_end(case, page, keep):
    first = keep(page())[0].document
    second = keep(page("Something else. It is another page."), replaces=first.id)[0].document
    rewrite(case, replaces=second.id)
    (problem,) = problems(case)
    assert "leads round in a circle" in problem.what
    documents = read_case(case).documents
    assert {one.id for one in versions_of(documents, first.id)} == {first.id, second.id}
    assert versions_of(documents, "nothing") == ()


def test_many_faults_of_one_kind_are_one_problem(case, page, keep):
    keep(*(page(f"Page {number}. It has two sentences.", f"{number}.txt") for number in range(20)))
    for path in (case / "documents/kept").iterdir():
        path.unlink()
    (problem,) = problems(case)
    assert "20 rows, first at row 2" in problem.what


def test_a_page_that_was_opened_once_is_checked_again_when_its_file_changes(case, kept):
    assert problems(case) == []
    path = case / kept.text_file
    path.write_bytes(path.read_bytes().replace(b"12", b"13"))
    assert "is not what it was" in problems(case)[0].what
    with pytest.raises(BadRequestError, match="is not what it was when it was collected: put it back"):
        open_page(case, kept)


def test_every_mark_slices_its_text_in_any_script(case, page, keep):
    text = "غارات قرب تدمر\n\n9 مارس 2024\n\nقال المتحدث إن اثني عشر شخصًا قُتلوا 👩‍👧 قرب تدمر. ولم يذكر أي وحدة.\n"
    document = keep(page(text))[0].document
    opened = open_page(case, document)
    assert [mark.span.of(opened.text) for mark in opened.marks if mark.kind is MarkKind.TITLE] in (
        [],
        ["غارات قرب تدمر"],
    )
    assert all(mark.span.fits(opened.text) for mark in opened.marks)
    assert "قُتلوا 👩‍👧" in opened.text


def test_a_check_counts_nothing_of_documents(page, tmp_path):
    """The numbers of a run are the same with documents and without: its stamp is the same, too."""
    import shutil  # noqa: PLC0415 - here alone

    from firmground.documents.keep import collect_pages, gather_files  # noqa: PLC0415 - as above

    folder = tmp_path / "demo"
    shutil.copytree(fg.example_folder("syria-2015"), folder)
    shutil.rmtree(folder / "documents", ignore_errors=True)
    before = read_case(folder)
    collect_pages(folder, gather_files([str(page())]), who="a tester")
    after = read_case(folder)
    assert len(after.documents) == 1
    assert after.inputs == before.inputs
    assert after.problems == before.problems


def test_a_trial_says_nothing_of_documents(case, kept):
    from firmground.edit import (  # noqa: PLC0415 - here alone
        At,
        Change,
        Ledger,
    )

    (case / kept.kept).unlink()
    tried = Ledger(case).trial([Change(At("sources.toml", table="sources", id="gazette"), {"title": "Another"})])
    assert (tried.came, tried.went, tried.read) == ((), (), True)


def test_hashes_are_of_the_files(case, kept):
    for name, digest in ((kept.kept, kept.sha256), (kept.text_file, kept.text_sha256)):
        assert hashlib.sha256((case / name).read_bytes()).hexdigest() == digest
