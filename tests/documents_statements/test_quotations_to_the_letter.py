"""A quotation is in the text to the letter or it is refused; the changes are those that a careless hand makes."""

import re

import pytest
import statement_gold as gold
from hypothesis import given
from hypothesis import strategies as st

from firmground.spans import find_words

TEXTS = {name: gold.read_text(name) for name in gold.names()}
PASSAGES = [
    (name, span)
    for name in gold.names()
    for one in gold.read_marked(name)
    for span in one.content
    if len(span.of(TEXTS[name])) > 25
]
_BE = re.compile(r"\b(is|are|was|were|have|has|had|would|will|could)\b")
_NAMES = (
    ("Russian", "Syrian"),
    ("Russia", "Turkey"),
    ("rebels", "soldiers"),
    ("coalition", "army"),
    ("ISIS", "ISIL"),
    ("ISIL", "ISIS"),
)


def _plain(words: str) -> str:
    for one, other in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "...")):
        words = words.replace(one, other)
    return words


def _fewer(words: str, between: str) -> str:
    words = words.split()
    middle = len(words) // 2
    return f"{' '.join(words[:middle])}{between}{' '.join(words[middle + 1 :])}"


def _renamed(words: str) -> str:
    for one, other in _NAMES:
        if re.search(rf"\b{one}\b", words):
            return re.sub(rf"\b{one}\b", other, words, count=1)
    return words


CHANGES = {
    "negated": lambda words: _BE.sub(r"\1 not", words, count=1),
    "contracted": lambda words: re.sub(r"\b(is|are|was|were|had|would|could)\b", r"\1n't", words, count=1),
    "renamed": _renamed,
    "another number": lambda words: re.sub(r"\d+", lambda found: str(int(found.group()) + 10), words, count=1),
    "a figure less": lambda words: re.sub(r"\d(?=\D*$)", "", words, count=1),
    "elided": lambda words: _fewer(words, " ... "),
    "a word left out": lambda words: _fewer(words, " "),
    "a word twice": lambda words: re.sub(r"(\w+) (\w+)", r"\1 \2 \2", words, count=1),
    "another tense": lambda words: re.sub(r"\bis\b", "was", words, count=1),
    "turned round": lambda words: " ".join(reversed(words.split())),
    "cut inside a word": lambda words: words[: re.search(r"\w\w+\W*$", words).start() + 1],
}
KEPT = {
    "unchanged": lambda words: words,
    "plain typography": _plain,
    "without its marks": lambda words: _plain(words).strip(".,\"'"),
    "other white space": lambda words: words.replace(" ", "  ").replace("  ", " \n", 1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_words_are_refused(change):
    tried = 0
    for name, span in PASSAGES:
        words = span.of(TEXTS[name])
        changed = CHANGES[change](words)
        if changed != words:
            tried += 1
            assert find_words(TEXTS[name], changed) is None, changed
    assert tried >= 5


@pytest.mark.parametrize("kept", KEPT)
def test_the_same_words_in_other_typography_are_found_where_they_stand(kept):
    for name, span in PASSAGES:
        words = KEPT[kept](span.of(TEXTS[name]))
        found = find_words(TEXTS[name], words, span.start)
        assert found is not None, words
        assert abs(found.start - span.start) <= 2
        assert abs(found.stop - span.stop) <= 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The jets hit 49 targets.", "The jets hit 4"),
        ("The jets hit 1,204 targets.", "The jets hit 1"),
        ("The army can't hold the town.", "The army can"),
        ("It is nowhere near.", "It is now"),
        ("They are non-combatants.", "combatants"),
        ("It was unlawful.", "lawful"),
    ],
)
def test_nothing_begins_or_ends_inside_a_word_or_number(text, words):
    assert find_words(text, words) is None


def test_a_genitive_and_a_script_without_spaces_are_no_cut():
    assert find_words("Syria’s army moved.", "Syria") == (0, 5)
    assert find_words("叙利亚军队前进了。", "军队") == (3, 5)


@given(st.text(max_size=60), st.text(max_size=12))
def test_what_is_found_slices_the_text(text, words):
    found = find_words(text, words)
    assert found is None or found.fits(text)
