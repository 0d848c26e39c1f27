"""What kind of speaker a noun phrase names, and which of its words are the name and which the role.

A name is told by its capitals, an institution by the noun at its head, a person without a name by the kind of noun.
A capital word that is in no list is taken for a person's name: that errs towards naming somebody whom a reader sees
at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from firmground.documents.statements.nouns import Naming
from firmground.documents.statements.wordkinds import (
    DETERMINERS,
    OBJECT_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    is_ed,
    is_ing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.prose import Word

_PERSONS = frozenset(
    """
    official officials officer officers spokesman spokeswoman spokesperson spokesmen spokespeople diplomat
    diplomats source sources resident residents witness witnesses activist activists analyst analysts expert
    experts commander commanders critic critics leader leaders minister ministers ambassador envoy president
    secretary general admiral colonel captain major sergeant lieutenant senator senators lawmaker lawmakers
    governor mayor chief chiefs director head chairman chairwoman chair adviser advisers advisor advisors aide
    aides deputy doctor doctors medic medics nurse worker workers soldier soldiers fighter fighters rebel rebels
    separatist separatists militant militants pilot pilots refugee refugees observer observers monitor monitors
    investigator investigators researcher researchers professor historian lawyer prosecutor judge police
    journalist reporter correspondent editor author brother sister mother father son daughter wife husband uncle
    cousin neighbour neighbor relative relatives friend man men woman women person people villagers villager
    locals local farmer driver teacher student students survivor survivors passenger passengers opponent
    opponents supporter supporters representative representatives negotiator negotiators delegate delegates
    veteran figure figures authorities premier king prince emir sheikh imam bishop pope patriarch chancellor
    founder member members physician surgeon
    """.split()
)
_INSTITUTIONS = frozenset(
    """
    ministry department government opposition regime leadership side sides army navy force forces air-force
    military command coalition alliance agency service office council committee commission organization
    organisation group party union nations house court parliament congress senate cabinet administration embassy
    mission observatory centre center institute university think-tank tv radio watch international borders
    newspaper paper daily weekly magazine television channel station media press report reports statement
    website page network company firm bank board authority bureau police staff league front movement militia
    brigade battalion regiment federation association society foundation fund body watchdog delegation palace
    presidency kremlin pentagon analysis analyses estimate estimates figures research tally records map maps
    findings imagery image images video footage document documents data study survey investigation letter
    communique bulletin dossier transcript order resolution draft text account accounts facilities post times
    news journal tribune herald gazette telegraph chronicle guard corps district directorate headquarters state
    republic kingdom
    """.split()
)
_KNOWN = frozenset(
    """
    reuters interfax tass itar-tass ria afp ap cnn bbc voa sana irna isna tasnim sputnik xinhua anadolu
    al-jazeera al-arabiya al-manar nato un u.n. eu e.u. osce icrc unhcr unicef who hamas hezbollah hizbullah
    taliban isis isil is daesh al-qaida al-qaeda haram brussels moscow washington kremlin damascus kyiv kiev
    tehran ankara beijing london paris berlin baghdad riyadh jerusalem cairo pyongyang seoul tokyo america
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus
    belgium bolivia bosnia botswana brazil britain bulgaria burundi cambodia cameroon canada chad chile china
    colombia congo croatia cuba cyprus denmark djibouti ecuador egypt england eritrea estonia ethiopia finland
    france gabon gambia georgia germany ghana greece guatemala guinea haiti honduras hungary iceland india
    indonesia iran iraq ireland israel italy japan jordan kazakhstan kenya korea kosovo kuwait kyrgyzstan laos
    latvia lebanon liberia libya lithuania macedonia malawi malaysia mali malta mauritania mexico moldova
    mongolia montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman
    pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda senegal
    serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tajikistan tanzania
    thailand togo tunisia turkey turkmenistan uganda ukraine uruguay uzbekistan venezuela vietnam yemen zambia
    zimbabwe arabia emirates uae uk u.k. us u.s. usa
    """.split()
)
_OF_OFFICE = frozenset("acting outgoing incoming leading ruling sitting visiting".split())
_TITLES = frozenset(
    """
    mr mr. mrs mrs. ms ms. dr dr. sen sen. rep rep. gov gov. gen gen. col col. lt lt. maj maj. brig brig. capt
    capt. sgt sgt. cmdr cmdr. adm adm. rev rev. prof prof. pfc pfc. president vice prime minister foreign
    defense defence interior secretary general major-general lieutenant-general brigadier major lieutenant
    colonel captain sergeant admiral rear commander chief spokesman spokeswoman spokesperson ambassador senator
    representative governor mayor king queen prince sheikh ayatollah imam pope chancellor premier director
    professor judge justice master staff command specialist private marine corps army navy air force u.s. deputy
    state sir lord chairman
    """.split()
)
_MIDDLES = frozenset("al el bin ibn abu abd ould de del di da van von der den la le bint ben".split())
_PLAIN = re.compile(r"[^\W\d_]")


OFFICES = frozenset(
    "secretary minister president ambassador envoy spokesman spokeswoman spokesperson general admiral premier governor"
    " mayor director chairman chancellor".split()
)


class Parts(NamedTuple):
    """A speaker taken apart; ranges count the words of the phrase. `plain`: "the general": a title and nothing else."""

    naming: Naming
    name: tuple[int, int]
    role: tuple[tuple[int, int], ...]
    noun: str
    plain: bool = False
    plural: bool = False


def take_apart(words: Sequence[Word]) -> Parts:
    """What kind of speaker these words name."""
    low = [word.text.lower() for word in words]
    whole = (0, len(words))
    if low[0] in SUBJECT_PRONOUNS | OBJECT_PRONOUNS:
        return Parts(Naming.PRONOUN, whole, (), low[0], plain=len(low) == 1, plural=low[0] in {"they", "them"})
    stop = _base_stop(words, low)
    run = _capital_run(words, low, stop)
    noun = _head(low, stop)
    if run is None or run[1] < stop:
        return _by_noun(words, low, stop, noun)
    return _by_capitals(words, low, stop, run)


def _base_stop(words: Sequence[Word], low: list[str]) -> int:
    """Where the head of the phrase ends: before "of", "in", a comma, "reached by"."""
    for place in range(1, len(low)):
        small = words[place].text[:1].islower()
        if low[place] == "of" and low[place - 1] in _TITLES and words[place - 1].text[:1].isupper():
            continue  # "Secretary of State John Kerry"
        if low[place] == "," or (low[place] in PREPOSITIONS | RELATIVES and small):
            return place
        if small and place + 1 < len(low) and _is_reduced(low, place):
            return place
    return len(low)


def _is_reduced(low: list[str], place: int) -> bool:
    """As in "officials speaking to", "a doctor reached by"; not "armed men"."""
    if low[place - 1] in DETERMINERS or low[place] in _PERSONS or low[place] in _OF_OFFICE:
        return False
    return is_ing(low[place]) or (is_ed(low[place]) and low[place + 1] not in _PERSONS | _INSTITUTIONS)


def _head(low: list[str], stop: int) -> str:
    if stop < len(low) and low[stop] == "of" and low[stop - 1] in DETERMINERS | {"dozens", "part"}:
        rest = [word for word in low[stop + 1 :] if word not in DETERMINERS]
        return rest[-1] if rest else low[stop - 1]
    return next((low[at] for at in range(stop - 1, -1, -1) if low[at] not in POSSESSIVES), low[0])


def _is_name_word(word: Word, low: str, *, first: bool) -> bool:
    prefix, _, rest = word.text.partition("-")
    if not word.text[:1].isupper() and not (prefix in _MIDDLES and rest[:1].isupper()):
        return False
    return not (first and low in DETERMINERS)


def _capital_run(words: Sequence[Word], low: list[str], stop: int) -> tuple[int, int] | None:
    """The last words with capitals in a row, before `stop`."""
    end = stop
    while end > 0 and not (_is_name_word(words[end - 1], low[end - 1], first=end == 1)):
        end -= 1
    if end == 0:
        return None
    start = end
    while start > 0:
        word = words[start - 1]
        joins = low[start - 1] in _MIDDLES or (low[start - 1] in {"of", "for", "without"} and start > 1)
        if not _is_name_word(word, low[start - 1], first=start == 1) and not (joins and word.text[:1].isalpha()):
            break
        start -= 1
    return (start, end)


def _by_noun(words: Sequence[Word], low: list[str], stop: int, noun: str) -> Parts:
    whole = (0, len(words))
    named = _named_after_comma(words, low)
    if named is None and noun in _PERSONS and (late := _named_late(words, low, stop)) is not None:
        return Parts(Naming.NAMED, late, ((_after_determiner(low), late[0]),), noun)
    if named is not None and noun not in _INSTITUTIONS:
        return Parts(Naming.NAMED, named, ((0, low.index(",")),), noun)
    small = all(not word.text[:1].isupper() for word in words[1:])
    plain = low[0] in {"the", "this", "that"} and stop == len(low) and small and not set(low) & POSSESSIVES
    naming = Naming.INSTITUTION if noun in _INSTITUTIONS and noun != "police" else Naming.ANONYMOUS
    return Parts(naming, whole, (), noun, plain, _is_plural(noun))


def _is_plural(noun: str) -> bool:
    return noun.endswith("s") or noun in {"people", "men", "women", "police"}


def _named_after_comma(words: Sequence[Word], low: list[str]) -> tuple[int, int] | None:
    """As in "its director, Hanna Sayegh": the name in an apposition."""
    if "," not in low:
        return None
    start = low.index(",") + 1
    run = _capital_run(words, low, len(low))
    if run is None or run[0] > start + 3 or run[0] < start:
        return None
    name = _without_titles(low, run)
    return name if name[1] - name[0] > 1 and low[name[1] - 1] not in _INSTITUTIONS | _KNOWN else None


def _named_late(words: Sequence[Word], low: list[str], stop: int) -> tuple[int, int] | None:
    """As in "the spokesman for the Ministry Igor Konashenkov"."""
    run = _capital_run(words, low, len(low))
    if run is None or run[1] < len(low) or run[0] < stop or low[run[1] - 1] in _INSTITUTIONS | _KNOWN:
        return None
    name = _without_titles(low, run)
    return name if name[0] > run[0] and name[1] - name[0] in {2, 3} else None


def _by_capitals(words: Sequence[Word], low: list[str], stop: int, run: tuple[int, int]) -> Parts:
    whole = (0, len(words))
    last = low[run[1] - 1]
    before = low[run[0] - 1] if run[0] else ""
    shouted = run[1] - run[0] == 1 and words[run[0]].text.isupper() and len(words[run[0]].text) > 1
    if run[1] - run[0] > 2 and low[run[1] - 2] == "of" and low[run[1] - 3] in _TITLES:
        return Parts(Naming.ANONYMOUS, whole, (), low[run[1] - 3])
    told = before in _INSTITUTIONS and before not in {"staff", "command"}
    named = _named_after_comma(words, low)
    if named is not None and last in _PERSONS:
        return Parts(Naming.NAMED, named, ((0, low.index(",")),), last)
    if last in _PERSONS and last not in _KNOWN and run[1] - run[0] <= 3:
        plain = before == "the" and run[1] - run[0] == 1
        return Parts(Naming.ANONYMOUS, whole, (), last, plain, plural=_is_plural(last))
    if last in _INSTITUTIONS or last in _KNOWN or told or shouted:
        return Parts(Naming.INSTITUTION, whole, (), last)
    name = _without_titles(low, run)
    if before == "the" and name == run:
        return Parts(Naming.INSTITUTION, whole, (), last)
    roles = [(_after_determiner(low), name[0])] if name[0] > _after_determiner(low) else []
    if stop < len(low) and low[stop] == "," and stop + 1 < len(low):
        roles.append((stop + 1, len(low)))
    return Parts(Naming.NAMED, name, tuple(roles), last, plural="and" in low)


def _after_determiner(low: list[str]) -> int:
    return 1 if low[0] in DETERMINERS else 0


def _without_titles(low: list[str], run: tuple[int, int]) -> tuple[int, int]:
    start = run[0]
    for place in range(run[0], run[1] - 1):
        if (
            low[place] in _TITLES
            or low[place] in _PERSONS
            or low[place] in _INSTITUTIONS
            or low[place] == "of"
            or low[place] in _KNOWN
            or low[place] in POSSESSIVES
        ):
            start = place + 1
    return start, run[1]


def is_person_noun(low: str) -> bool:
    return low in _PERSONS


def full_names(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Names of persons of two words or more, wherever they stand in a line."""
    found = []
    start = 0
    for stop in range(len(words) + 1):
        if stop < len(words) and words[stop].text[:1].isupper():
            continue
        if stop - start > 1:
            low = [word.text.lower() for word in words[start:stop]]
            name = _without_titles(low, (0, len(low)))
            if name[1] - name[0] > 1 and all(could_be_name(word) for word in low[slice(*name)]):
                found.append((start + name[0], start + name[1]))
        start = stop + 1
    return found


def could_be_name(low: str) -> bool:
    """No word of an institution, a country or a title."""
    return low not in _INSTITUTIONS and low not in _KNOWN and low not in _TITLES and bool(_PLAIN.match(low))
