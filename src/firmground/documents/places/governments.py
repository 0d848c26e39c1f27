"""Capitals that stand for their governments: "Moscow said" names no place, "in Moscow" does.

The list is of capitals that the news uses so. Which is meant is told by the words beside the name: a preposition of
place before it, or a part of a town after it, makes it a place; a verb of saying or doing after it, an ally, a policy,
makes it the government. Without either it is taken for the government, doubtful where the gazetteer knows the town.
"""

from __future__ import annotations

from typing import Final

from firmground.case.folding import fold_text

_NAMES: Final = """
Moscow|Москва|موسكو Washington|Вашингтон|واشنطن Damascus|Дамаск|دمشق Ankara|Анкара|أنقرة Tehran|Teheran|Тегеран|طهران
Riyadh|Эр-Рияд|الرياض Baghdad|Багдад|بغداد Beirut|Бейрут|بيروت Kyiv|Kiev|Киев|Київ London|Лондон|لندن
Paris|Париж|باريس Berlin|Берлин|برلين Brussels|Брюссель|بروكسل Beijing|Пекин|بكين Doha|Доха|الدوحة Cairo|Каир|القاهرة
Amman|Амман|عمان Jerusalem|Tel-Aviv|ירושלים Abu-Dhabi Kuwait-City Muscat Manama Sanaa Tripoli Tunis Algiers Rabat
Khartoum Addis-Ababa Asmara Mogadishu Nairobi Kampala Kigali Kinshasa Juba Abuja Bamako Niamey Ouagadougou Dakar Accra
Pretoria Harare Luanda Rome Madrid Lisbon Vienna Bern Warsaw Prague Bratislava Budapest Bucharest Sofia Athens
Belgrade Zagreb Sarajevo Pristina Skopje Tirana Podgorica Ljubljana Copenhagen Oslo Stockholm Helsinki Tallinn Riga
Vilnius Minsk|Минск Chisinau Tbilisi Yerevan Baku Astana Tashkent Ashgabat Dushanbe Bishkek Kabul Islamabad New-Delhi
Delhi Dhaka Colombo Kathmandu Naypyidaw Bangkok Hanoi Phnom-Penh Manila Jakarta Kuala-Lumpur Seoul Pyongyang Tokyo
Taipei Canberra Wellington Ottawa Mexico-City Havana Caracas Bogota Lima Quito Brasilia Buenos-Aires Santiago
"""
CAPITALS: Final = tuple(name.replace("-", " ") for group in _NAMES.split() for name in group.split("|"))

PLACE_BEFORE: Final = frozenset(
    "in near at around outside across over inside into toward towards throughout within surrounding entered"
    " entering central greater downtown north south east west northern southern eastern western northeast"
    " northwest southeast southwest attacked shelled bombed struck hit visited visiting left reached leaving في"
    " قرب على в возле под около ב ליד".split()
)
# Either: "weapons from Moscow", "flew to Moscow".
UNSURE_BEFORE: Final = frozenset({"to", "from", "of", "via"})
PLACE_AFTER: Final = frozenset(
    "suburb suburbs outskirts countryside city airport neighborhood neighbourhood neighborhoods district"
    " districts province governorate residents area region street streets square hospital market".split()
)
GOVERNMENT_AFTER: Final = frozenset(
    "said says saying stated announced denied denies insisted insists argued argues claimed claims accused"
    " accuses warned warns called calls wants wanted backs backed supports supported has had have will would could"
    " may might must can is was does did began begins launched ordered agreed refused rejected sent sends believes"
    " hopes hoped seeks sought sees views considers fears offered maintains maintained urged demanded demands"
    " signed responded remains became заявила заявил сообщила сообщил قالت أعلنت".split()
)
_FOLDED: Final = {fold_text(name).replace(" ", "") for name in CAPITALS}


def is_capital(key: str) -> bool:
    """Does a folded name, without gaps, stand for a government at times?"""
    return key in _FOLDED
