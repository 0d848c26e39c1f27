"""The commands `read` and `decide`, with proposals made by hand in place of the readers'."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from paper_case import TEXT, Desk, claim_draft, event_draft, tie_draft, write_papers

from firmground.cli import app
from firmground.documents.found import Found
from firmground.documents.known import Known
from firmground.documents.reading import Reading
from firmground.errors import BadRequestError, CaseProblem
from firmground.review import passages
from firmground.review.passages import decisions, doubt_repeats

KEYS = [draft.key("paper-1") for draft in (event_draft(), claim_draft(), tie_draft())]


@pytest.fixture
def run(monkeypatch, capsys):
    """Types a command with these lines as its input; its exit code and what it wrote."""

    def propose(case, page, more=(), known=None):
        drafts = (event_draft(), claim_draft(), tie_draft(), *more)
        return doubt_repeats(case, Reading(page, Found((), (), (), (), ()), drafts))

    monkeypatch.setattr(passages, "propose", propose)
    monkeypatch.setenv("COLUMNS", "100")

    def type_in(*words, lines=()):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = app([str(word) for word in words], exit_on_error=False, result_action="return_value")
        return code, capsys.readouterr().out

    return type_in


def test_read_lists_doubtful_ones_first_and_writes_nothing(desk, run):
    before = desk.files()
    code, said = run("read", desk.folder)
    assert code == 0
    assert said.index("may repeat s001") < said.index("Russia [backs] [the government].")
    assert "3 proposals wait, 0 decided." in said
    assert f"firmground decide {desk.folder}" in said
    assert desk.files() == before
    _, told = run("read", desk.folder, "--json")
    (document,) = json.loads(told)["documents"]
    assert {one["key"] for one in document["proposals"]} == set(KEYS)
    assert all(TEXT[one["start"] : one["stop"]] == one["words"] for one in document["proposals"])


def test_of_a_long_document_the_first_are_listed_and_the_rest_counted(desk, run):
    _, said = run("read", desk.folder, "--most", "1")
    assert "2 more are not listed here" in said
    assert "3 proposals wait, 0 decided." in said
    assert sum(key in said for key in KEYS) == 1


def test_names_are_read_once_and_what_is_wrong_with_a_gazetteer_is_told(desk, run, monkeypatch):
    asked = []
    made = Known.of(desk.case)
    made.places.problems = (CaseProblem("SY.txt", 2, "has 1 column"),)
    monkeypatch.setattr(Known, "of", lambda case: asked.append(case) or made)
    heard = io.StringIO()
    monkeypatch.setattr("sys.stderr", heard)
    run("read", desk.folder)
    assert len(asked) == 1
    assert "firmground: SY.txt:2: has 1 column\n" in heard.getvalue()


@pytest.mark.parametrize(("name", "said"), [("paper-2", "did you mean paper-1?"), ("zzz", "it has 1: paper-1")])
def test_a_document_that_is_not_there_names_what_is_near(desk, run, name, said):
    with pytest.raises(BadRequestError, match=f"no document {name}; ") as fault:
        run("read", desk.folder, "--document", name)
    assert str(fault.value).endswith(said)


def test_decide_asks_and_takes_its_answers_from_a_pipe(desk, run):
    code, said = run("decide", desk.folder, "--who", "Ana", lines=["a", "r a guess", "l"])
    assert code == 0
    assert "help > r a guess" in said
    assert "1 accepted, 1 refused, 1 left for later." in said
    assert [(one.decided, one.by) for one in decisions(desk.case).values()] == [("accepted", "Ana"), ("refused", "Ana")]
    _, said = run("read", desk.folder)
    assert "1 proposal waits, 2 decided." in said
    _, said = run("read", desk.folder, "--all")
    assert "claim refused by Ana" in said


def test_decide_by_keys_and_save(desk, run, tmp_path):
    event, claim, _ = KEYS
    _, said = run("decide", desk.folder, "--accept", event, claim, "--who", "Ana", "--why", "checked")
    assert said.splitlines() == [f"{event} accepted: a depot near Palmyra", f"{claim} accepted: more than half of 64"]
    assert {one.why for one in decisions(desk.case).values()} == {"checked"}
    run("decide", desk.folder, "--refuse", KEYS[2], "--who", "Ana")
    path = tmp_path / "decisions.jsonl"
    _, said = run("decide", desk.folder, "--save", path, "--document", "paper-1")
    assert "3 decisions written" in said
    saved = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [one["decided"] for one in saved] == ["accepted", "accepted", "refused"]


def test_words_are_linked_by_key_and_id(desk, run):
    _, said = run("decide", desk.folder, "--link", f"{KEYS[0]}=s001", f"{KEYS[1]}=old", "--who", "Ana")
    assert "linked: a depot near Palmyra" in said
    assert [(one.decided, one.record) for one in decisions(desk.case).values()] == [
        ("linked", "s001"),
        ("linked", "old"),
    ]


def test_a_misspelt_key_or_document_stops_the_command_before_anything_is_written(desk, run):
    before = desk.files()
    for words in (
        ["--accept", KEYS[0], "nonsense"],
        ["--accept", KEYS[0], "--refuse", KEYS[0]],
        ["--accept", KEYS[0], "--link", f"{KEYS[1]}=nothing"],
        ["--link", KEYS[1]],
        ["--document", "paper-9"],
    ):
        with pytest.raises(BadRequestError):
            run("decide", desk.folder, *words)
    assert desk.files() == before


def test_a_case_without_documents_says_what_to_do(run, tmp_path):
    folder = write_papers(tmp_path / "case")
    for path in sorted((folder / "documents").rglob("*.*"), reverse=True):
        path.unlink()
    code, said = run("read", folder)
    assert code == 0
    assert "firmground collect" in said


def test_answers_of_a_model_that_belong_to_another_text_are_told_and_left_out(desk, run, capsys):
    kept = desk.folder / "documents/model"
    kept.mkdir()
    (kept / "paper-1.json").write_text("no json", encoding="utf-8")
    _, said = run("read", desk.folder)
    assert "3 proposals wait" in said


def test_what_a_model_pointed_at_says_so(tmp_path):
    desk = Desk(write_papers(tmp_path / "case"))
    draft = replace(event_draft(), reader="model:small")
    lines = passages.say_reading(desk.case, desk.reading(draft), passages.Screen(100))
    assert any("pointed at by model:small" in line for line in lines)
