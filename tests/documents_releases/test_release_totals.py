"""What lines add up to, against what a release says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from release_texts import BULLETIN, INCIDENT, WEEKLY, page_of

from firmground.documents.releases import reconcile
from firmground.documents.releases.counts import Count
from firmground.documents.releases.totals import compare, sum_counts

HEAD = "SOUTHWEST ASIA, Aug. 17, 2017 — Coalition military forces continued to attack ISIS yesterday, conducting {} strikes.\n"
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def test_each_total_is_compared_with_the_lines_of_its_part_and_its_days():
    assert reconcile(page_of(WEEKLY))[:9] == (
        "It says 10 strikes; its 4 lines add up to 10 strikes: the same.",
        "It says 14 engagements; no line gives engagements of its own, so there is nothing to compare.",
        "It says 3 strikes in Syria; its 2 lines add up to 3 strikes: the same.",
        "It says 4 engagements in Syria; no line gives engagements of its own, so there is nothing to compare.",
        "It says 2 strikes in Iraq; its 1 line has 2 strikes: the same.",
        "It says 2 engagements in Iraq; no line gives engagements of its own, so there is nothing to compare.",
        "It says 12 strikes under “Aug. 10-12”; its 3 lines add up to 7 strikes: 5 fewer.",
        "It says 15 engagements under “Aug. 10-12”; no line gives engagements of its own, so there is nothing to compare.",
        "It says that there were no strikes in Syria; no line of it gives any: the same.",
    )


def test_what_was_not_read_is_told_with_its_words():
    last = reconcile(page_of(WEEKLY))[-1]
    assert (
        last
        == "Not read as an event, because it stands where an event stands, but no number and nothing hit was found in it: “Near Qayyarah.”"
    )


def test_countries_are_compared_with_the_whole():
    text = (
        HEAD.format("five")
        + "In Syria, coalition military forces conducted three strikes. In Iraq, coalition military forces conducted one strike.\n"
    )
    assert "It says 5 strikes; its countries (3 in Syria and 1 in Iraq) add up to 4: 1 fewer." in reconcile(
        page_of(text)
    )


def test_lines_without_a_country_are_put_down_to_none():
    text = (
        HEAD.format("no")[:-12]
        + ".\nIn Syria, coalition military forces conducted three strikes. In Iraq, coalition military forces conducted one strike.\nNear Raqqa, four strikes destroyed a tank.\n"
    )
    sentences = reconcile(page_of(text))
    assert (
        sentences[0]
        == "It says 3 strikes in Syria; no line says Syria, and its 1 line without a country has 4 strikes: that the two agree cannot be told."
    )
    assert "It says 3 in Syria and 1 in Iraq, together 4; its 1 line has 4 strikes: the same." in sentences


def test_no_strikes_where_a_line_has_some():
    text = (
        HEAD.format("one") + "There were no reported strikes in Iraq.\nNear Qaim, Iraq, one strike destroyed a tank.\n"
    )
    assert "It says that there were no strikes in Iraq; its 1 line has 1 strike: not the same." in reconcile(
        page_of(text)
    )


def test_the_sorties_and_targets_of_a_bulletin():
    assert reconcile(page_of(BULLETIN, "2015-10-14")) == (
        "It says 33 sorties; no line gives sorties of its own, so there is nothing to compare.",
        "It says 32 targets; no line gives targets of its own, so there is nothing to compare.",
    )


def test_a_list_without_a_place_is_compared_with_the_number_of_targets():
    text = "Su-34 planes of the Russian air group carried out 20 sorties against 12 targets in Syria, destroying seven depots and two camps."
    assert (
        "It says 12 targets; the things it lists without a place add up to 9: 3 fewer (a target need not be destroyed)."
        in reconcile(page_of(text, "2015-10-14"))
    )


def test_a_story_has_no_totals():
    assert reconcile(page_of(INCIDENT)) == ()


def test_a_page_that_is_longer_than_a_release_is_told():
    (sentence,) = reconcile(page_of(WEEKLY + "\nx" * 30_000))
    assert "is longer than one (40,000 characters)" in sentence


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12), st.integers(0, 150))
def test_the_difference_is_that_of_plain_arithmetic(counts, total):
    lines = "".join(f"-- Near Kisik, {NUMBERS[count]} strikes destroyed a tank.\n" for count in counts)
    sentence = reconcile(page_of(HEAD.format(total) + lines))[0]
    apart = sum(counts) - total
    assert sentence.endswith(": the same." if not apart else f": {abs(apart)} {'more' if apart > 0 else 'fewer'}.")


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9) | st.none())),
    st.tuples(st.integers(0, 60), st.integers(0, 60) | st.none()),
)
def test_a_difference_is_only_said_where_no_course_agrees(parts, told):
    counts = [Count(low, None if more is None else low + more) for low, more in parts]
    whole = Count(told[0], None if told[1] is None else told[0] + told[1])
    added = sum_counts(counts)
    low, high = sum(count.low for count in counts), sum(count.high or 0 for count in counts)
    endless = any(count.high is None for count in counts)
    agree = (whole.high is None or low <= whole.high) and (endless or high >= whole.low)
    says = compare(whole, added)
    assert ("fewer" in says or "more" in says) == (not agree)
