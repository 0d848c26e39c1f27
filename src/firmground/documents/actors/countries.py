"""What belongs to a state, in English: "Russian" of Russia. The names of actors themselves are the case's own."""

from __future__ import annotations

from typing import Final

from firmground.case.folding import fold_words

# country | adjectives, and the words for its people
_COUNTRIES: Final = """
Afghanistan|Afghan Albania|Albanian Algeria|Algerian Argentina|Argentine,Argentinian Armenia|Armenian
Australia|Australian Austria|Austrian Azerbaijan|Azerbaijani,Azeri Bahrain|Bahraini Bangladesh|Bangladeshi
Belarus|Belarusian Belgium|Belgian Bosnia|Bosnian Brazil|Brazilian Britain|British Bulgaria|Bulgarian Canada|Canadian
Chad|Chadian Chile|Chilean China|Chinese Colombia|Colombian Croatia|Croatian Cuba|Cuban Cyprus|Cypriot Czechia|Czech
Denmark|Danish Egypt|Egyptian Eritrea|Eritrean Estonia|Estonian Ethiopia|Ethiopian Finland|Finnish France|French
Georgia|Georgian Germany|German Greece|Greek Hungary|Hungarian India|Indian Indonesia|Indonesian Iran|Iranian Iraq|Iraqi
Ireland|Irish Israel|Israeli Italy|Italian Japan|Japanese Jordan|Jordanian Kazakhstan|Kazakh Kenya|Kenyan Kuwait|Kuwaiti
Kyrgyzstan|Kyrgyz Latvia|Latvian Lebanon|Lebanese Libya|Libyan Lithuania|Lithuanian Mali|Malian Mexico|Mexican
Moldova|Moldovan Morocco|Moroccan Netherlands|Dutch Niger|Nigerien Nigeria|Nigerian North-Korea|North-Korean
Norway|Norwegian Oman|Omani Pakistan|Pakistani Palestine|Palestinian Poland|Polish Portugal|Portuguese Qatar|Qatari
Romania|Romanian Russia|Russian Rwanda|Rwandan Saudi-Arabia|Saudi,Saudi-Arabian Serbia|Serbian Slovakia|Slovak
Slovenia|Slovenian Somalia|Somali South-Korea|South-Korean South-Sudan|South-Sudanese Spain|Spanish Sudan|Sudanese
Sweden|Swedish Switzerland|Swiss Syria|Syrian Taiwan|Taiwanese Tajikistan|Tajik Tunisia|Tunisian
Turkey|Turkish Türkiye|Turkish Turkmenistan|Turkmenistani Uganda|Ugandan Ukraine|Ukrainian
United-Arab-Emirates|Emirati United-Kingdom|British United-States|American,US,U.S. USA|American,US,U.S.
Uzbekistan|Uzbek Venezuela|Venezuelan Vietnam|Vietnamese Yemen|Yemeni
"""
_NOT_PLURAL: Final = ("sh", "ch", "se", "ss", "us", "u.s.")


def _read() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in _COUNTRIES.split():
        country, _, words = entry.replace("-", " ").partition("|")
        adjectives = words.split(",")
        people = [f"{word}s" for word in adjectives if not word.lower().endswith(_NOT_PLURAL)]
        found[fold_words(country)] = (*adjectives, *people)
    return found


ADJECTIVES: Final = _read()
_BEFORE: Final = ("government of ", "the government of ", "republic of ", "state of ")


def adjectives_of(name: str) -> tuple[str, ...]:
    """The adjectives of a state of this name, "Government of Syria" among them; none for what is no state."""
    folded = fold_words(name)
    for words in _BEFORE:
        folded = folded.removeprefix(words)
    return ADJECTIVES.get(folded, ())
