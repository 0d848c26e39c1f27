"""The reader against texts that a person marked: what it reached when this was written may not fall."""

import statement_gold as gold
from statement_gold import Score

from firmground.documents.statements import find_statements

NAMES = [*gold.DEVELOPMENT, *gold.held_out()]


def _score(names: list[str]) -> Score:
    texts = {name: gold.read_text(name) for name in names}
    scores = [
        gold.compare(text, gold.read_marked(name), find_statements(gold.page_of(text))).score
        for name, text in texts.items()
    ]
    return sum(scores, Score())


def test_every_mark_stands_in_its_text():
    for name in NAMES:
        text = gold.read_text(name)
        marked = gold.read_marked(name)
        assert marked, name
        for one in marked:
            assert all(span.fits(text) for span in (*one.content, one.cue))
            assert one.naming in {"named", "institution", "anonymous", "pronoun"}


def test_every_text_has_marks_and_is_told_in_the_readme():
    told = (gold.TEXTS / "README.md").read_text(encoding="utf-8")
    assert {path.stem for path in gold.TEXTS.glob("*.txt")} == set(NAMES)
    assert all(f"| {name} |" in told for name in NAMES)


def test_held_out_texts_are_read_as_well_as_they_were():
    score = _score(gold.held_out())
    assert score.marked >= 130
    assert score.content >= 0.97
    assert score.speaker >= 0.98
    assert score.found >= 0.98
    assert score.right_naming >= 0.96 * score.paired
    assert score.right_means >= 0.94 * score.with_means
    assert score.right_relays == score.relays


def test_development_texts_are_read_as_well_as_they_were():
    score = _score(list(gold.DEVELOPMENT))
    assert score.content >= 0.99
    assert score.speaker == 1
    assert score.right_relays == score.relays == 5


def test_a_reading_that_says_nothing_scores_nothing():
    text = gold.read_text("ours-relays")
    score = gold.compare(text, gold.read_marked("ours-relays"), ()).score
    assert (score.content, score.found, score.speaker) == (0, 0, 0)
