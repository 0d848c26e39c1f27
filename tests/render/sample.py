"""A report as rich as real ones: every field is filled somewhere, every kind of claim is there once.

The numbers are made up around a plausible case; nothing here is evidence of anything.
"""

from __future__ import annotations

from itertools import product

from firmground.report.model import (
    Baseline,
    BestValue,
    Claimed,
    ClaimSection,
    Counts,
    DecidingUnit,
    Disagreement,
    Drift,
    Facet,
    InputNote,
    MapNote,
    Mark,
    Outcome,
    ProblemNote,
    Range,
    Report,
    Restatement,
    Rival,
    RowAccount,
    Settling,
    SourceNote,
    UncountedRow,
    Untested,
)

REUTERS = SourceNote(
    "reuters-1021",
    "Four-fifths of Russia's Syria strikes don't target Islamic State",
    "Reuters",
    "2015-10-21",
    "https://www.reuters.com/article/us-mideast-crisis-syria-russia-strikes-idUSKCN0SF24L20151021",
    "facts only",
)
MINISTRY = SourceNote(
    "mod-ru",
    "Statements on air strikes",
    "وزارة الدفاع الروسية / Минобороны России",
    "2015-09-30/2015-11-26",
    "javascript:alert(1)",
    "facts only",
    "seen through agencies",
)

_PLACES = [
    ("Al-Latamneh", "must", 36.62, 35.32, 3),
    ("Jisr al-Shughur", "must", 36.32, 35.81, 4),
    ("Maarat al-Numan", "must", 36.67, 35.65, 4),
    ("Darat Izza", "must", 36.85, 36.28, 3),
    ("Kafr Zita", "must", 36.60, 35.37, 3),
    ("Khan Shaykhun", "must", 36.65, 35.44, 3),
    ("Talbiseh", "must", 36.73, 34.84, 3),
    ("Rastan", "must", 36.73, 34.92, 3),
    ("North of Homs", "must", 36.72, 35.0, 25),
    ("Salma", "must", 36.13, 35.72, 3),
    ("Idlib city area", "must", 36.63, 35.93, 10),
    ("Hama area", "must", 36.75, 35.13, 15),
    ("Eastern Ghouta", "must", 36.45, 33.52, 9),
    ("Ghmam", "must", 36.1, 35.78, 2),
    ("دوما", "must", 36.40, 33.57, 2),
    ("Jabal Batra", "may", 36.95, 33.85, 10),
    ("Aleppo city area", "may", 37.16, 36.20, 20),
    ("Liwa al-Haqq headquarters (Raqqa province)", "may", 38.9, 36.05, 70),
    ("Former prison near Aleppo", "may", 37.3, 36.1, 25),
    ("Tell Alam", "may", 37.62, 36.12, 5),
    ("Ter-Tyana", "may", 36.2, 35.7, 8),
    ("Jdaydeh (Aleppo)", "may", 37.2, 36.4, 6),
    ("Palmyra", "cannot", 38.27, 34.56, 25),
    ("Deir ez-Zor", "cannot", 40.15, 35.33, 7),
    ("Raqqa", "cannot", 39.02, 35.95, 5),
    ("Tabqa", "cannot", 38.55, 35.84, 6),
    ("Al-Bab", "cannot", 37.52, 36.37, 5),
    ("Deir Hafer", "cannot", 37.7, 36.16, 4),
]
_NUMBERS = {"Jabal Batra": 1, "Aleppo city area": 2, "Former prison near Aleppo": 4, "Tell Alam": 5}
MARKS = tuple(
    Mark(*place, title=f"{place[0]}, within {place[4]} km", number=_NUMBERS.get(place[0], 0)) for place in _PLACES
)

_UNDECIDED = (
    ("Jabal Batra", 10, "eastern Qalamoun front between rebels and Islamic State"),
    ("Aleppo city area", 20, "government, rebels and Islamic State all held ground around it"),
    (
        "Liwa al-Haqq headquarters (Raqqa province)",
        70,
        "the province is held by Islamic State; the group named is not known as part of it",
    ),
    ("Former prison near Aleppo", 25, "the prison is not named"),
    ("Tell Alam", 5, "beside the air base that Islamic State besieges"),
    ("Ter-Tyana", None, "if it is Tartiyah by Salma, it is on the opposition front"),
    ("جديدة حلب (Jdaydeh)", None, "not resolved: three villages have this name"),
)
UNDECIDED = tuple(
    DecidingUnit(
        label,
        why,
        radius,
        (f"events/disclosed.csv:{n + 7}",),
        ("https://www.iswresearch.org/2015/09/russias-first.html",),
    )
    for n, (label, radius, why) in enumerate(_UNDECIDED)
)
FOUR_FIFTHS = Claimed(0.75, 0.80, low_open=False, high_open=False, text="0.75..0.80")


def _outcome(choices, low, high, total, claimed, *, headline=False):
    """An outcome with counts and standing that follow from its bounds."""
    must, can = round(low * total), round(high * total)
    low, high = must / total, can / total
    below = claimed.low is not None and high < claimed.low
    above = claimed.high is not None and low > claimed.high
    inside = (claimed.low is None or low >= claimed.low) and (claimed.high is None or high <= claimed.high)
    standing = "cannot" if below or above else "must" if inside else "may"
    return Outcome(choices, Range(low, high), standing, Counts(total, must, can - must, total - can), headline)


def _facet(title, fixed, values, total, claimed, *, start, drivers, headline=False):
    names = list(values)
    outcomes = []
    for n, combination in enumerate(product(*values.values())):
        index = [values[name].index(value) for name, value in zip(names, combination, strict=True)]
        low = start + 0.07 * index[0] - 0.03 * (index[1] if len(index) > 1 else 0) + 0.004 * n
        high = low + 0.13 - 0.03 * index[0] + 0.05 * (index[-1] if len(index) > 2 else 0)
        choices = {**fixed, **dict(zip(names, combination, strict=True))}
        outcomes.append(_outcome(choices, min(low, 1), min(high, 1), total, claimed, headline=headline and n == 0))
    outcomes.sort(key=lambda o: (o.bounds.low, o.bounds.high))
    return Facet(title, fixed, tuple(outcomes), drivers)


_VALUES = {
    "map": ["hand-coded places", "ISW, digitised"],
    "contested": ["counts as held", "does not count"],
    "radius": ["as coded", "doubled"],
    "subset": ["all", "points only"],
}


def _share_facets():
    drivers = (("map", 0.62), ("radius", 0.27), ("contested", 0.11))
    first = _facet(
        "Places, in Russia's words",
        {"definition": "Russia", "unit": "place"},
        _VALUES,
        49,
        FOUR_FIFTHS,
        start=0.6327,
        drivers=drivers,
        headline=True,
    )
    undefined = Outcome({**first.outcomes[0].choices, "subset": "videos only"}, None, "may", None)
    wide = {
        **_VALUES,
        "subset": ["all", "points only", "named by two", "first week", "last week", "exact day"],
    }
    return (
        Facet(first.title, first.choices, (*first.outcomes, undefined), drivers),
        _facet(
            "Events, in Russia's words",
            {"definition": "Russia", "unit": "event"},
            {k: _VALUES[k] for k in ("map", "contested", "radius")},
            72,
            FOUR_FIFTHS,
            start=0.58,
            drivers=(("map", 0.8), ("radius", 0.2)),
        ),
        _facet(
            "Places, in the United States' words",
            {"definition": "United States", "unit": "place"},
            {"margin_km": ["0", "5"], **wide},
            49,
            FOUR_FIFTHS,
            start=0.45,
            drivers=(("subset", 0.55), ("margin_km", 0.4)),
        ),
        Facet(
            "Strikes, in Russia's words",
            {"definition": "Russia", "unit": "strike"},
            (Outcome({"map": "hand-coded places"}, Range(0.41, 0.83), "may", None),),
            (),
        ),
    )


def share_claim():
    """The model claim: 31 must, 7 may, 11 cannot."""
    return ClaimSection(
        id="reuters-four-fifths",
        by="Reuters",
        role="news agency",
        on="21 October 2015",
        anonymous=False,
        says="Almost 80 percent of the declared targets lay in areas not held by Islamic State",
        source=REUTERS,
        note="Reuters gives 64 places and at most 15 inside: at least 49 of 64.",
        measure="share",
        unit="place",
        unit_words="named places",
        that="not in areas of Islamic State",
        standing="may",
        verb="allow",
        sentence="The data allow it. Of the 49 places that the ministry named and that could be found, between 31 and 38 were not in areas of Islamic State: 63 to 78 percent.",
        bounds=Range(31 / 49, 38 / 49, "63 to 78 percent"),
        claimed=FOUR_FIFTHS,
        axis=(0.0, 1.0),
        counts=Counts(49, 31, 7, 11),
        choices={"map": "hand-coded places", "definition": "Russia", "contested": "counts as held"},
        settling=(
            Settling(
                "require",
                6,
                exact=True,
                units=(
                    "Jabal Batra",
                    "Aleppo city area",
                    "Tell Alam",
                    "Ter-Tyana",
                    "جديدة حلب (Jdaydeh)",
                    "Former prison near Aleppo",
                ),
                sentence="If 6 of the 7 undecided places lay outside, the data would require the claim:",
                numbers=(1, 2, 5, 6, 7, 4),
            ),
            Settling(
                "rule out",
                2,
                exact=False,
                units=("Aleppo city area", "Tell Alam"),
                sentence="If at most 2 of them lay inside, the data would rule it out:",
                numbers=(2, 5),
            ),
        ),
        undecided=UNDECIDED,
        tipping="Reuters had 64 places. Of the 15 that are unknown here, at least 11 must lie outside for the claim to hold.",
        facets=_share_facets(),
        rivals=(
            Rival(
                "fallon",
                "Michael Fallon, UK Defence Secretary",
                "3 October 2015",
                "strikes",
                anonymous=False,
                claimed=Claimed(0.95, 0.95, low_open=False, high_open=False, text="0.95"),
                standing="cannot",
            ),
            Rival(
                "kirby",
                "John Kirby, US State Department",
                "7 October 2015",
                "strikes",
                anonymous=False,
                claimed=Claimed(0.9, None, low_open=True, high_open=False, text="> 0.9"),
                standing="cannot",
            ),
            Rival(
                "diplomat",
                "A Western diplomat in Moscow",
                "26 November 2015",
                "strikes",
                anonymous=True,
                claimed=Claimed(0.5, None, low_open=True, high_open=False, text="> 0.5"),
                standing="must",
            ),
            Rival(
                "mod",
                "وزارة الدفاع الروسية",
                "3 أكتوبر 2015",
                "أهداف",
                anonymous=False,
                claimed=Claimed(0.0, 0.0, low_open=False, high_open=False, text="0"),
                standing="cannot",
            ),
            Rival(
                "named",
                "Reuters",
                "21 October 2015",
                "named places",
                anonymous=False,
                claimed=Claimed(64, 64, low_open=False, high_open=False, text="64"),
                standing="",
                measure="count",
            ),
            Rival("lavrov", "Sergei Lavrov", "1 October 2015", "", anonymous=False, claimed=None, standing=""),
        ),
        best=BestValue(
            model="uniform",
            value=Range(0.69, 0.69, "69 percent"),
            interval=Range(0.65, 0.73, "65 to 73 percent"),
            holds=0.92,
            accepted=Range(0.02, 0.02, "2 percent"),
            anyhow=Range(0.0, 0.4, "0 to 40 percent"),
            likely=7,
            partly=0,
            open=0,
            margins=(0.0,),
            readings=1,
            lost=0.0,
            sentences=(
                "Best value if every point of a place is as likely as any other: 69 percent.",
                "With a chance of 92 percent it is 65 to 73 percent.",
                "The claim is met with a chance of 2 percent; however places hang together, with one of 0 to 40 percent.",
            ),
        ),
        baselines=(
            Baseline("all recorded fighting", Range(0.71, 0.82)),
            Baseline("area of the country", Range(0.44, 0.61)),
            Baseline("places on the list", Range(0.6, 0.6, "60 %")),
        ),
        marks=MARKS,
        remarks=(
            "Named place is not struck place: investigators showed wrong captions for some videos.",
            "The list of 64 places was never published.",
        ),
    )


_DRIFT = (
    Drift("value", "almost 80 %", "80 %"),
    Drift("condition", "not held by Islamic State", "no positions of Islamic State"),
    Drift("period", "until 21 October", "until mid-October"),
)


def _chain(claimed):
    """What was said in October, and what became of it in November."""
    said = (("value", "almost 80 percent"), ("unit", "targets"))
    first = Restatement(
        "reuters-four-fifths", "Reuters", "21 October 2015", "Almost 80 percent of the declared targets", said, "",
        FOUR_FIFTHS, "share", "named places", Range(31 / 49, 38 / 49, "63 to 78 percent"), "may", own=False,
    )  # fmt: skip
    second = Restatement(
        "reuters-november", "Reuters", "26 November 2015", "80 percent were in areas without positions",
        (("value", "80 percent"),), "reuters-four-fifths", claimed, "share", "named places",
        Range(27 / 46, 35 / 46), "cannot", own=True, changes=_DRIFT,
    )  # fmt: skip
    return (first, second)


def restated_claim():
    """The same figure a month later, from the same mouth, with other words: the drift."""
    claimed = Claimed(0.8, 0.8, low_open=False, high_open=False, text="= 0.8")
    return ClaimSection(
        id="reuters-november",
        by="Reuters",
        role="news agency",
        on="26 November 2015",
        anonymous=False,
        says="80 percent were in areas where there were no positions of Islamic State",
        source=REUTERS,
        note="",
        measure="share",
        unit="place",
        unit_words="named places",
        that="without any presence of Islamic State",
        standing="cannot",
        verb="rule out",
        sentence="The data rule it out: between 27 and 35 of 46 places, 58.7 to 76.1 %.",
        bounds=Range(27 / 46, 35 / 46),
        claimed=claimed,
        axis=(0.0, 1.0),
        counts=Counts(46, 27, 8, 11, perhaps=3),
        choices={"map": "hand-coded places"},
        drift=_DRIFT,
        drift_from="Reuters, 21 October 2015",
        chain=_chain(claimed),
        marks=MARKS[:20],
    )


def anonymous_claim():
    claimed = Claimed(12, None, low_open=False, high_open=False, text=">= 12")
    return ClaimSection(
        id="diplomat-count",
        by="A Western diplomat in Moscow",
        role="diplomat",
        on="26 November 2015",
        anonymous=True,
        says="At least a dozen strikes fell within ten kilometres of the border",
        source=None,
        note="Hearsay at two removes.",
        measure="count",
        unit="strike",
        unit_words="strikes",
        that="within 10 km of the border",
        standing="may",
        verb="allow",
        sentence="The data allow it: at least 7 strikes were so near, and nobody published how many there were in all.",
        bounds=Range(7, None),
        claimed=claimed,
        axis=(0.0, 40.0),
        counts=None,
        choices={"unit": "strikes"},
        facets=(
            Facet(
                "Strikes",
                {},
                tuple(
                    Outcome({"margin_km": km}, Range(low, None), "may", None)
                    for km, low in (("0", 5), ("5", 7), ("10", 11))
                ),
                (("margin_km", 1.0),),
            ),
        ),
        remarks=("The record is known to be incomplete: counts are at least.",),
    )


def area_claim():
    claimed = Claimed(None, 20000, low_open=False, high_open=True, text="< 20000")
    return ClaimSection(
        id="area",
        by="قوات سوريا الديمقراطية",
        role="party to the conflict",
        on="1 November 2015",
        anonymous=False,
        says="تسيطر داعش على أقل من 20000 كيلومتر مربع من الأراضي السورية (less than a tenth)",
        source=MINISTRY,
        note="",
        measure="area",
        unit="area",
        unit_words="km²",
        that="held by Islamic State",
        standing="cannot",
        verb="rule out",
        sentence="The data rule out less than 20 000 km²: it held between 48 300 and 77 900 km².",
        bounds=Range(48300, 77900.4),
        claimed=claimed,
        axis=(0.0, 100000.0),
        counts=None,
        choices={"map": "ISW, digitised"},
        marks=(
            Mark(
                "Raqqa province",
                "may",
                38.9,
                36.0,
                0,
                rings=(((38.0, 35.2), (39.9, 35.3), (40.0, 36.6), (38.1, 36.7), (38.0, 35.2)),),
                title="Raqqa province, as an area",
            ),
            *MARKS[22:25],
        ),
    )


def distance_claim():
    claimed = Claimed(0, 15, low_open=True, high_open=False, text="0..15")
    return ClaimSection(
        id="distance",
        by="A spokesman",
        role="",
        on="2015-11-24",
        anonymous=False,
        says="The nearest strike was within 15 km of the pilot",
        source=None,
        note="",
        measure="distance",
        unit="event",
        unit_words="km",
        that="",
        standing="must",
        verb="require",
        sentence="The data require it: the nearest was 3.2 to 11.8 km away.",
        bounds=Range(3.24, 11.76, "3.2 to 11.8 km"),
        claimed=claimed,
        axis=(0.0, 30.0),
        counts=None,
        choices={},
    )


def undefined_claim():
    return ClaimSection(
        id="undefined",
        by="Bellingcat",
        role="investigators",
        on="2015-10-26",
        anonymous=False,
        says="Of the videos of the last week none shows Islamic State",
        source=None,
        note="",
        measure="share",
        unit="event",
        unit_words="videos",
        that="in areas of Islamic State",
        standing="may",
        verb="allow",
        sentence="The data allow it, because nothing could be counted.",
        bounds=None,
        claimed=Claimed(0, 0, low_open=False, high_open=False, text="= 0"),
        axis=(0.0, 1.0),
        counts=Counts(0, 0, 0, 0),
        choices={},
    )


def sample_report():
    """All of it together."""
    return Report(
        title="Russian strikes in Syria, autumn 2015",
        period="2015-09-30/2015-11-26",
        summary="What was said about where the strikes fell, tested against the places that the ministry itself named.",
        version="0.1.0",
        run="7f3a91c2d40e",
        claims=(
            share_claim(),
            restated_claim(),
            anonymous_claim(),
            area_claim(),
            distance_claim(),
            undefined_claim(),
        ),
        untested=(
            Untested(
                "mostly",
                "Reuters",
                "2015-11-26",
                "Russia's air force has mostly hit Western-backed rebels",
                "no map says who was backed by whom",
                REUTERS,
            ),
            Untested(
                "less",
                "Michael Fallon",
                "2015-10-18",
                "The raids fell where Islamic State is less present",
                "“less present” has no number",
                None,
            ),
        ),
        rows=(
            RowAccount(
                "events/disclosed.csv",
                115,
                72,
                3,
                5,
                2,
                4,
                28,
                1,
                (("no day given", 3), ("not in the gazetteer", 5)),
            ),
            RowAccount("events/ged.csv", 10, 6, 1, 1, 0, 0, 1, 1),
        ),
        uncounted=(
            UncountedRow("events/disclosed.csv", 17, "s016", "خربة العروس", "unplaced", "not in the gazetteer"),
            UncountedRow("events/disclosed.csv", 44, "s043", "Tel-Mregan", "undated", "no day is given"),
        ),
        problems=(
            ProblemNote(
                "events/disclosed.csv",
                91,
                "latitude 135.2 is not on Earth",
                "check whether the columns are swapped",
                "refused",
            ),
            ProblemNote(
                "control/isw.geojson",
                None,
                "feature 3 crosses itself",
                "run `firmground repair`, which records what it does",
                "refused",
            ),
        ),
        disagreements=(
            Disagreement(
                "Aleppo city area",
                "Islamic State",
                "2015-10-05",
                (("hand-coded places", "may"), ("ISW, digitised", "cannot")),
                "ISW draws the city as contested by others only",
            ),
        ),
        methods=(
            "Places are discs as wide as their source allows; the radius of a named town is 3 km.",
            "A day between two snapshots is MUST only where both agree.",
        ),
        does_not_show=("Whether a strike hit what it was aimed at.", "Strikes that nobody named."),
        sources=(REUTERS, MINISTRY),
        maps=(
            MapNote(
                "places",
                "hand-coded places",
                "firmground",
                "A list of 90 places with evidence; other ground is unknown.",
            ),
            MapNote("isw", "ISW, digitised", "isw-2015", "Three snapshots, 14 to 21 October 2015."),
        ),
        inputs=(
            InputNote(
                "events/disclosed.csv",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                48213,
            ),
            InputNote("case.toml", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752", 1213),
        ),
        choices={"map": ("hand-coded places", "ISW, digitised"), "definition": ("Russia", "United States")},
    )
