"""A folder becomes a case: what must be there, what may be opened, and every problem at once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

import firmground
from firmground.errors import CaseNotFoundError, Effect
from firmground.read import read_case


def test_a_folder_that_does_not_exist_is_an_error_with_the_way_out(tmp_path):
    with pytest.raises(CaseNotFoundError, match=r"firmground new.*firmground demo"):
        read_case(tmp_path / "nowhere")


def test_a_folder_without_case_toml_is_an_error_even_if_other_files_are_there(tmp_path):
    (tmp_path / "claims.toml").write_text("")
    with pytest.raises(CaseNotFoundError, match=r"no case\.toml"):
        read_case(tmp_path)


def test_an_empty_case_toml_is_a_case_named_after_its_folder(tmp_path, tell):
    (tmp_path / "case.toml").write_text("")
    case = read_case(tmp_path)
    assert (case.title, len(case.events), case.maps, case.claims) == (tmp_path.name, 0, {}, {})
    assert tell(case) == ["None noted: `title` is missing (write one line that says what the case is about)"]


def test_a_case_may_be_named_by_a_text(write_case):
    assert read_case(str(write_case())).title == "T"


def test_every_file_is_announced_before_it_is_read(write_case, actors):
    said = []
    read_case(write_case(actors=actors), progress=said.append)
    assert said == ["reading case.toml", "reading actors.toml"]


def test_every_file_that_was_read_is_stamped_sorted_by_path(case_of, actors):
    table = "id,by\n1,russia\n"
    case = case_of(
        '[[events]]\nfile = "events/a.csv"\n', actors=actors, files={"events/a.csv": table, "other.csv": "x"}
    )
    assert [stamp.path for stamp in case.inputs] == ["actors.toml", "case.toml", "events/a.csv"]
    assert case.inputs[2].sha256 == hashlib.sha256(table.encode()).hexdigest()
    assert case.inputs[2].size == len(table)


def test_toml_that_cannot_be_parsed_is_one_problem_with_its_line_and_the_rest_goes_on(case_of, actors, tell):
    case = case_of(claims='[[claims]]\nid = "a"\nby = = "x"\n', actors=actors)
    assert [problem for problem in tell(case) if problem.startswith("3 ")] == tell(case)
    assert case.problems[0].file == "claims.toml"
    assert "russia" in case.actors


def test_toml_that_ends_too_early_has_the_last_line(case_of):
    problem = case_of(claims='[[claims]]\nid = "a').problems[0]
    assert (problem.file, problem.row) == ("claims.toml", 2)


def test_toml_that_is_not_utf8_has_the_line_of_the_bad_byte(case_of):
    problem = case_of(files={"actors.toml": b'[[actors]]\nid = "a"\nname = "Stra\xdfe"\n'}).problems[0]
    assert (problem.file, problem.row, problem.what) == ("actors.toml", 3, "this is not UTF-8 text")


def test_a_byte_order_mark_is_no_fault(case_of, actors):
    case = case_of(files={"actors.toml": b"\xef\xbb\xbf" + actors.encode()})
    assert case.problems == ()
    assert "russia" in case.actors


def test_tables_nested_beyond_reason_are_a_problem_and_no_crash(case_of):
    assert "nested too deep" in case_of(claims="x = " + "[" * 5000).problems[0].what


def test_an_unknown_key_is_noted_with_the_nearest_known_one(case_of, tell):
    problems = tell(case_of('sumary = "x"\n'))
    assert problems == [
        "None noted: the key 'sumary' is not known here (did you mean \"summary\"? Otherwise take it out: it does nothing)"
    ]


def test_a_list_of_entries_under_a_misspelt_name_is_noted(case_of, tell):
    problems = tell(case_of(actors='[[actor]]\nid = "a"\n'))
    assert problems == [
        "1 noted: the key 'actor' is not known in this file (did you mean \"actors\"? Otherwise take it out: it does nothing)"
    ]


def test_single_brackets_where_double_ones_belong_are_explained(case_of, tell):
    assert "None refused: `actors` is not a list of entries (write [[actors]])" in tell(
        case_of(actors='[actors]\nid = "a"\n')
    )


def test_problems_of_several_lines_and_files_are_all_told(case_of):
    case = case_of(
        'period = "2015-13"\n[[events]]\nfile = "a.csv"\n[[events]]\nfile = "b.csv"\n',
        sources='[[sources]]\ntitle = "no id"\n[[sources]]\nid = "s"\npublished = "soon"\n',
        actors='[[actors]]\nname = "no id either"\n[[ties]]\nactor = "x"\ntie = "likes"\nto = "y"\n',
    )
    where = {(problem.file, problem.row) for problem in case.problems}
    assert where >= {
        ("case.toml", None),
        ("case.toml", 3),
        ("case.toml", 5),
        ("sources.toml", 1),
        ("sources.toml", 3),
        ("actors.toml", 1),
        ("actors.toml", 3),
    }
    assert len([problem for problem in case.problems if problem.file == "actors.toml" and problem.row == 3]) == 3


def test_the_row_of_an_entry_is_its_line_whatever_stands_in_texts_above_it(case_of):
    text = '[[sources]]\nid = "a"\nnote = """\n[[sources]]\nid = "not me"\n"""\n\n# [[sources]]\n  [[ sources ]]  # here\nurl = "x"\n'
    assert [problem.row for problem in case_of(sources=text).problems] == [9]


def test_entries_written_in_one_line_have_no_row_rather_than_a_wrong_one(case_of):
    assert [problem.row for problem in case_of(sources='sources = [{ title = "no id" }, { id = "s" }]\n').problems] == [
        None
    ]


@pytest.mark.parametrize(
    "path",
    ["../secret.csv", "events/../../secret.csv", "/etc/passwd", "C:\\secret.csv", "\\\\host\\x.csv", "..\\secret.csv"],
)
def test_a_path_that_leads_out_of_the_case_is_never_opened(case_of, tmp_path, path):
    (tmp_path / "secret.csv").write_text("id\n1\n")
    toml_path = path.replace("\\", "\\\\")
    case = case_of(f'[[events]]\nid = "e"\nfile = "{toml_path}"\n')
    assert [problem.effect for problem in case.problems] == [Effect.REFUSED]
    assert len(case.events) == 0
    assert [stamp.path for stamp in case.inputs] == ["case.toml"]


def test_a_link_out_of_the_case_is_refused_and_a_link_inside_it_is_not(write_case, tmp_path):
    (tmp_path / "secret.csv").write_text("id\n1\n")
    folder = write_case('[[events]]\nfile = "out.csv"\n[[events]]\nfile = "in.csv"\n', files={"real.csv": "id\n2\n"})
    (folder / "out.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "in.csv").symlink_to(folder / "real.csv")
    case = read_case(folder)
    assert case.events.id == ["2"]
    assert ["leads out" in problem.what for problem in case.problems] == [True]


def test_links_in_a_circle_and_names_without_end_are_problems(write_case):
    long = "x" * 400 + ".csv"
    folder = write_case(f'[[events]]\nid = "a"\nfile = "round.csv"\n[[events]]\nid = "b"\nfile = "{long}"\n')
    (folder / "round.csv").symlink_to(folder / "round.csv")
    assert [problem.row for problem in read_case(folder).problems] == [2, 5]


def test_a_pipe_or_folder_is_no_file(write_case):
    folder = write_case(
        '[[events]]\nid = "a"\nfile = "pipe.csv"\n[[events]]\nid = "b"\nfile = "folder"\n',
        files={"folder/x.csv": "id\n"},
    )
    os.mkfifo(folder / "pipe.csv")
    assert ["is not a file" in problem.what for problem in read_case(folder).problems] == [True, True]


def test_a_file_that_is_not_there_is_told_with_the_nearest_that_is(case_of, tell):
    problems = tell(case_of('[[events]]\nfile = "events/discolsed.csv"\n', files={"events/disclosed.csv": "id\n"}))
    assert problems == [
        "2 refused: there is no file 'events/discolsed.csv' (did you mean \"events/disclosed.csv\"? Otherwise put it into the case folder or correct the name)"
    ]


def test_sentences_about_what_the_data_cannot_show_keep_their_semicolons(case_of):
    assert case_of('does_not_show = ["One; and more.", "Two."]\n').does_not_show == ("One; and more.", "Two.")


def test_hostile_text_in_every_field_stays_text(case_of):
    evil = "</script><script>alert(1)</script>=cmd|' /C calc'!A0\u202e"
    quoted = evil.replace('"', "'")
    case = case_of(
        f'summary = "{quoted}"\n[[events]]\nid = "e"\nfile = "e.csv"\n',
        sources=f'[[sources]]\nid = "s"\ntitle = "{quoted}"\n',
        files={"e.csv": f'id,kind,note,odd\n"{evil}","{evil}","{evil}","{evil}"\n'},
    )
    assert case.summary == case.sources["s"].title == evil
    assert (case.events.id, case.events.kind, case.events.note, case.events.extra["odd"]) == ([evil],) * 4


def test_text_from_a_file_is_quoted_and_cut_in_a_problem(case_of):
    what = case_of('[[events]]\nid = "e"\nfile = "x\\nfirmground: all is well' + "y" * 500 + '"\n').problems[0].what
    assert "\n" not in what
    assert len(what) < 120


def test_a_case_toml_that_cannot_be_read_is_one_problem_and_the_rest_of_the_case_is_there(write_case, actors):
    folder = write_case(actors=actors)
    (folder / "case.toml").write_text('title = "T\n')
    case = read_case(folder)
    assert [(problem.file, problem.row) for problem in case.problems] == [("case.toml", 1)]
    assert "russia" in case.actors


def test_the_case_that_comes_with_the_program_has_no_problems():
    folder = Path(firmground.__file__).parent / "examples" / "syria-2015"
    case = read_case(folder)
    assert case.problems == ()
    assert len(case.events) == case.rows[0].read
    assert all((claim.test is None) == bool(claim.cannot_test) for claim in case.claims.values())


def test_what_a_layout_takes_for_granted_is_carried_into_the_methods(tmp_path):
    (tmp_path / "case.toml").write_text('title = "t"\n[[events]]\nfile = "e.csv"\nlayout = "ucdp-ged"\n')
    (tmp_path / "e.csv").write_text(
        "id,date_start,date_end,latitude,longitude,where_prec\n1,2016-01-01,2016-01-01,35,37,1\n"
    )
    assert read_case(tmp_path).assumes
