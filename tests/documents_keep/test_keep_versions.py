"""What changed between two versions, in words: nothing hidden, nothing invented, whatever the texts are."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.case.documents import Attested, Mark, MarkKind
from firmground.documents.keep import ChangeKind, align, compare_fields, compare_versions
from firmground.documents.keep.align import Stretch, find_changes
from firmground.documents.keep.candidate import share_sentences
from firmground.documents.keep.shelf import document_of
from firmground.documents.prose import read_paragraphs
from firmground.spans import Span, fold_print, plain_print

OLD = """Strikes near Palmyra

The ministry said at least 12 people were killed near Palmyra. It named no unit.

“We struck a depot,” he said. He would not say more than that. The last line goes."""
NEW = """Strikes near Palmyra

The ministry said 14 people were killed near Palmyra.

A diplomat denied it. "We struck a depot," he said. He would not say more than that. It named no unit."""


def words(change, old, new):
    return [(one.old.of(old) if one.old else "", one.new.of(new) if one.new else "") for one in change.words]


def told(old, new):
    return [
        (str(one.kind), one.old.of(old) if one.old else "", one.new.of(new) if one.new else "")
        for one in compare_versions(old, new).changes
    ]


def test_each_change_is_named_with_the_words_in_both_texts():
    found = compare_versions(OLD, NEW)
    assert told(OLD, NEW) == [
        ("changed", "The ministry said at least 12 people were killed near Palmyra.", "The ministry said 14 people were killed near Palmyra."),
        ("added", "", "A diplomat denied it."),
        ("removed", "The last line goes.", ""),
        ("moved", "It named no unit.", "It named no unit."),
    ]  # fmt: skip
    assert words(found.changes[0], OLD, NEW) == [("at least 12", "14")]
    assert (found.words_added, found.words_removed) == (5, 7)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("He said “no”.", 'He said "no".', False),
        ("A dash – here.", "A dash - here.", False),
        ("One.\nTwo.", "One. Two.\n\n", False),
        ("No-break\u00a0space.", "No-break space.", False),
        ("He said no.", "He said yes.", True),
        ("12 people.", "12, people.", True),
        ("Naïve.", "Naive.", True),
        ("al-Bab", "al‑Bab", False),
        ("almost half", "half", True),
    ],
)
def test_what_a_typesetter_may_change_is_no_change_and_every_letter_is(old, new, changed):
    found = compare_versions(old, new)
    assert bool(found.changes) is changed
    assert found.print_only is not changed


def test_words_that_were_only_added_or_only_taken_out_stand_in_one_text():
    old, new = "They said that 12 people were killed there.", "They said that about 12 people were killed."
    (change,) = compare_versions(old, new).changes
    assert words(change, old, new) == [("", "about"), ("there", "")]
    assert [new[: one.new_at] for one in change.words] == [
        "They said that ",
        "They said that about 12 people were killed",
    ]


def test_a_sentence_that_shares_too_little_is_another_one():
    old, new = "The army held the town for a week.", "Nobody came to the bridge at night."
    assert [one[0] for one in told(old, new)] == ["removed", "added"]


def test_what_stands_around_the_text_is_told_apart_from_its_body():
    body = "The ministry named no unit. It gave 12 places."
    old, new = f"{body}\nRead more: a dog barks.", f"{body}\nRead more: a cat sleeps all day."
    marks = [(Mark(Span(len(body) + 1, len(text)), MarkKind.TEASER),) for text in (old, new)]
    found = compare_versions(old, new, *marks)
    assert found.changes
    assert found.of_body == ()
    assert compare_versions(old, new, marks[0], ()).of_body
    caption = (Mark(marks[1][0].span, MarkKind.CAPTION),)
    assert compare_versions(old, new, caption, caption).of_body


def test_right_to_left_text_and_combining_marks_are_compared_by_words():
    old, new = "قال المتحدث إن 12 شخصا قتلوا قرب تدمر.", "قال المتحدث إن 14 شخصا قتلوا قرب تدمر."
    (change,) = compare_versions(old, new).changes
    assert words(change, old, new) == [("12", "14")]


@pytest.mark.parametrize(
    ("old", "new"),
    [("", "One. Two."), ("One. Two.", ""), ("", ""), ("\n\n", " \u200b "), ("a" * 10**6, "b" * 10**6), ("a " * 10**5, "a b " * 10**5)],
    ids=["from nothing", "to nothing", "nothing", "blank", "one long word", "no sentence ends"],
)  # fmt: skip
def test_texts_without_sentences_are_compared_too(old, new):
    found = compare_versions(old, new)
    assert (found.changes != ()) == (plain_print(old) != plain_print(new))


SENTENCES = st.lists(
    st.text(st.sampled_from('ab 1.\n“"-–é'), max_size=12) | st.sampled_from(["One two three.", "One three.", "Four."]),
    max_size=8,
).map(" ".join)


@given(SENTENCES, SENTENCES)
@settings(max_examples=150)
def test_what_is_not_told_as_changed_is_the_same_in_both_texts(old, new):
    found = compare_versions(old, new)
    left = []
    for text, side in ((old, "old"), (new, "new")):
        gone = {getattr(change, side) for change in found.changes} - {None}
        spans = [one.span for paragraph in read_paragraphs(text) for one in paragraph.sentences]
        assert gone <= set(spans)
        left.append([plain_print(span.of(text)) for span in spans if span not in gone])
    assert left[0] == left[1]
    for change in found.changes:
        if change.kind is ChangeKind.MOVED:
            assert plain_print(change.old.of(old)) == plain_print(change.new.of(new))
        for word in change.words:
            assert word.old is None or (change.old.covers(word.old) and word.old.fits(old))
            assert word.new is None or (change.new.covers(word.new) and word.new.fits(new))


@given(st.text("abc", max_size=30), st.text("abc", max_size=30))
@settings(max_examples=150)
def test_the_alignment_is_as_long_as_a_plain_oracle_makes_it(old, new):
    stretches = find_changes(old, new)
    rebuilt, at = [], 0
    for one in stretches:
        rebuilt += [*old[at : one.old_start], *new[one.new_start : one.new_stop]]
        at = one.old_stop
    assert "".join([*rebuilt, *old[at:]]) == new
    kept = len(old) - sum(one.old_stop - one.old_start for one in stretches)
    assert kept == longest_common(old, new)


def longest_common(old, new):
    row = [0] * (len(new) + 1)
    for letter in old:
        before = row[:]
        for place, other in enumerate(new):
            row[place + 1] = before[place] + 1 if letter == other else max(before[place + 1], row[place])
    return row[-1]


@given(st.lists(st.integers(0, 40).map(str), max_size=60), st.lists(st.integers(0, 40).map(str), max_size=60))
@settings(max_examples=100)
def test_beyond_the_limit_the_alignment_is_coarser_and_still_true(old, new):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(align, "MOST_CELLS", 20)
        stretches = find_changes(old, new)
    at = at_new = 0
    for one in [*stretches, Stretch(len(old), len(old), len(new), len(new))]:
        assert old[at : one.old_start] == new[at_new : one.new_start]
        at, at_new = one.old_stop, one.new_stop


def test_a_long_text_is_compared_by_what_stands_once_in_it(monkeypatch):
    monkeypatch.setattr(align, "MOST_CELLS", 10_000)
    old = [f"sentence {number}" for number in range(5_000)]
    new = [one for number, one in enumerate(old) if number % 500] + ["new"]
    changed = sum(one.old_stop - one.old_start for one in find_changes(old, new))
    expected = sum(1 for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal")
    assert changed == 10
    assert expected >= 10


def test_fields_are_compared_unless_a_person_told_them():
    one = document_of(
        {"title": "A", "title_how": "h1", "published": "2024-03-09", "published_how": "asked", "site": "S"}
    )
    other = document_of(
        {"title": "B", "title_how": "h1", "published": "2024-03-10", "published_how": "meta", "site": "S"}
    )
    assert [(change.name, change.old, change.new) for change in compare_fields(one, other)] == [("title", "A", "B")]
    assert one.title == Attested("A", "h1")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A b. C d. E f.", "A b. C d. X y.", True),
        ("A b. C d.", "A b. X y. Z z.", True),
        ("A b. C d. E f.", "A b. X y. Z z.", False),
        ("", "", False),
        ("A b.", "", False),
    ],
)
def test_two_texts_are_one_page_if_half_of_the_shorter_stands_in_the_other(one, other, same):
    assert share_sentences(one, (), other, ()) is same


def test_what_is_marked_makes_no_two_pages_one():
    menu = "Home. News. Contact. About us."
    marks = (Mark(Span(0, len(menu)), MarkKind.BOILERPLATE),)
    assert not share_sentences(f"{menu}\nOne thing.", marks, f"{menu}\nAnother thing.", marks)


@given(st.text(max_size=60) | st.text(st.sampled_from(" \u200b\u00a0…“a\n\u00ad"), max_size=20))
def test_plain_print_is_the_words_of_fold_print(text):
    assert plain_print(text) == " ".join(fold_print(text)[0].split())
