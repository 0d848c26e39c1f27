"""Words that say what kind of place a name is of, and words that are names and something else as well.

Tables, each line of our own choice; all words stand folded (`firmground.case.folding`), so "район" is "раион".
"""

from __future__ import annotations

from typing import Final

from firmground.case.folding import fold_text
from firmground.case.spelling import ARTICLES as WRITTEN_ARTICLES


def _folded(words: str) -> tuple[str, ...]:
    return tuple(fold_text(word) for word in words.split())


ARTICLES: Final = frozenset(fold_text(word) for word in WRITTEN_ARTICLES)

# Level of an administrative unit, by the words that stand beside its name. English, transliterated and written Arabic,
# Russian and Ukrainian, Hebrew.
_LEVELS: Final = {
    "1": "governorate province oblast vilayet muhafazah muhafazat mohafazat wilayah محافظة область провинция מחוז",
    "2": "district raion rayon qada mantiqa mantiqat mintaqah mintaqat منطقة قضاء район округ נפה",
    "3": "subdistrict nahiya nahiyah nahiyat nahia nahyt hromada ناحية громада",
}
UNIT_LEVELS: Final = {word: level for level, words in _LEVELS.items() for word in _folded(words)}
# Plural words after "X and Y".
UNIT_PLURALS: Final = {"governorates": "1", "provinces": "1", "oblasts": "1", "regions": "1", "districts": "2"}

# Stands for a level where a town or village is meant.
SETTLEMENT: Final = "settlement"
COUNTRY: Final = "country"
SETTLEMENTS: Final = frozenset(
    _folded(
        "town city village suburb hamlet neighborhood neighbourhood locality settlement"
        " بلدة مدينة قرية город село деревня поселок עיר כפר"
    )
)
# They say nothing of which place is meant when they stand at the end of a name in a gazetteer.
EDGES: Final = SETTLEMENTS | frozenset(UNIT_LEVELS) | frozenset(_folded("area markaz markz mrkz مركز villae"))

WINDS: Final = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip
PARTS: Final = {
    **WINDS,
    **{f"{wind}ern": bearing for wind, bearing in WINDS.items()},
}
CENTRAL: Final = frozenset({"central"})

# A phrase with one of these is a name only as a whole: "North of Homs" is not Homs.
PHRASES: Final = frozenset(PARTS) | frozenset(
    _folded("of near between and to km road highway border from headquarters prison axis triangle river in by")
)

# Little words that are names of places somewhere (Of in Turkey, As in Belgium). At a sentence's head they are none.
FUNCTION: Final = frozenset(
    _folded(
        "a all am an and are as at be but by can did do for from go had has have he her here his how i if in is it its"
        " may me more most my no nor not now of off on one or our out over she so some such than that the their them"
        " then there these they this those to too two under up us was we were what when where which while who whose why"
        " will with you your yes und der die das les des une que del los"
    )
)
# Words, months and names of persons that are names of places as well. Not complete, nor could it be.
COMMON: Final = FUNCTION | frozenset(
    _folded(
        "hit march april june august mine bar ball bath battle best deal eye fleet hope hull mobile nice normal orange"
        " paradise police reading rule same sale split tours union van victory war ware man friday saturday sunday"
        " monday tuesday wednesday thursday january february july september october november december base camp farm"
        " dam hill bridge river lake sea gate tower mill kill wall park crossing center centre castle church port"
        " army north south east west northern southern eastern western border road airport field station prison"
        " salma ali ahmad ahmed hassan hasan husayn hussein ibrahim khalid khaled omar umar saleh salih salman mahmud"
        " mahmoud muhammad mohammad mohammed mustafa yusuf yousef abdullah musa issa isa dawud sulayman david jordan"
        " victoria alexandria florence charlotte adam sara sarah"
    )
)
