"""Days as headers, datelines and meta tags write them: one whole day each, as EDTF; what may be two days is no day.

Names of months come from the Unicode CLDR (through babel), in the language of the document and in English.
"""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_tz
from functools import cache
from typing import NamedTuple

_LOCALES = {
    "en": ("en", "en_GB"),
    "ar": ("ar", "ar_SY", "ar_IQ", "ar_MA", "ar_DZ"),
    "zh": (),
    "ja": (),
    "ko": (),
}
_COMMON = ("en", "ar", "ru", "uk", "fa", "he", "tr", "fr", "de", "es")
_ISO = re.compile(r"(?<![\d/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d|[-/.]\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d|[./-]\d)")
_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_AGO = re.compile(r"\b\d{1,3}\+?\s(?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?)\sago\b", re.IGNORECASE)


class WrittenDay(NamedTuple):
    """A day found in words. `edtf` is "" where no year stands (then `month` and `day` do) or it may be two days.

    `either`: both days that it may be.
    """

    edtf: str
    start: int
    stop: int
    month: int = 0
    day: int = 0
    either: tuple[str, str] | None = None


def find_day(words: str, language: str = "") -> WrittenDay | None:
    """The first whole day in these words (the first 300 characters of them)."""
    return next(iter(find_all_days(words, language)), None)


def find_all_days(words: str, language: str = "") -> list[WrittenDay]:
    """Every day in these words, in order, none within another."""
    words = words[:300]
    found = [*_in_figures(words), *_in_words(words, language)]
    found.sort(key=lambda one: (one.start, -one.stop))
    kept: list[WrittenDay] = []
    for one in found:
        if not kept or one.start >= kept[-1].stop:
            kept.append(one)
    return kept


def day_of_stamp(stamp: str) -> str:
    """The day of a value written for machines ("2015-10-21T14:30:00Z", "Wed, 21 Oct 2015 14:30 GMT"), as it is written.

    It is not moved to another zone: the day is the one that the publisher writes.
    """
    stamp = stamp.strip()[:60]
    if (found := _ISO.match(stamp)) and found[2] == "-":
        return _edtf(int(found[1]), int(found[3]), int(found[4]))
    if found := re.match(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}\S{0,6})?$", stamp):
        return _edtf(int(found[1]), int(found[2]), int(found[3]))
    if parts := parsedate_tz(stamp):
        return _edtf(*parts[:3])
    day = find_day(stamp)
    return day.edtf if day else ""


def day_of_address(url: str) -> str:
    """The day in the path of an address: "/2015/10/21/", "20151021"; "" where there is none."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0][:500]
    if found := re.search(r"(?:^|/)((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=/|-|_|$)", path):
        return _edtf(int(found[1]), int(found[2]), int(found[3]))
    found = _COMPACT.search(path)
    return _edtf(int(found[1]), int(found[2]), int(found[3])) if found else ""


def is_mostly_day(line: str, language: str = "") -> bool:
    """A line that says when it was published, and little else."""
    if len(line) > 120:
        return False
    days = find_all_days(line, language)
    if not days:
        return bool(_AGO.fullmatch(line.strip()))
    rest = line
    for day in reversed(days):
        rest = rest[: day.start] + rest[day.stop :]
    most = 32 if any(day.edtf or day.either for day in days) else 12
    return sum(letter.isalpha() for letter in rest) <= most


def _in_figures(words: str) -> list[WrittenDay]:
    found = []
    for one in (*_ISO.finditer(words), *_EAST.finditer(words)):
        numbers = [int(number) for number in one.groups() if number.isdecimal()]
        if edtf := _edtf(*numbers):
            found.append(WrittenDay(edtf, one.start(), one.end(), numbers[1], numbers[2]))
    for one in _FIGURES.finditer(words):
        first, second, year = int(one[1]), int(one[3]), int(one[4])
        either = _edtf(year, second, first), _edtf(year, first, second)
        if one[2] == "." or either[0] == either[1] or not all(either):
            # With full stops the day comes first everywhere; otherwise only one order may make sense.
            edtf = either[0] or (either[1] if one[2] != "." else "")
            if edtf:
                found.append(WrittenDay(edtf, one.start(), one.end(), int(edtf[5:7]), int(edtf[8:])))
        else:
            found.append(WrittenDay("", one.start(), one.end(), either=either))
    return found


def _in_words(words: str, language: str) -> list[WrittenDay]:
    lowered = words.lower()
    if len(lowered) != len(words):
        lowered = words
    found = []
    names, pattern = _months(language.partition("-")[0] or "")
    for one in pattern.finditer(lowered):
        month = names[one["m1"] or one["m2"]]
        day = int(one["d1"] or one["d2"])
        year = one["y1"] or one["y2"]
        edtf = _edtf(int(year), month, day) if year else ""
        if edtf or (not year and _edtf(2000, month, day)):
            found.append(WrittenDay(edtf, one.start(), one.end(), month, day))
    return found


@cache
def _months(language: str) -> tuple[dict[str, int], re.Pattern[str]]:
    """Names of months in a language and in English (in the commonest ones, if it is not known), and how they stand
    beside a day: "21 October 2015", "Oct. 21, 2015", "21. Oktober", "21 de octubre de 2015".
    """
    names: dict[str, int] = {}
    for one in dict.fromkeys((language, "en")) if language else _COMMON:
        names = _names_in(one) | names
    listed = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    day = r"(?P<d{0}>\d{{1,2}})"
    year = r"(?:,?\s{{1,3}}(?:de\s|del\s)?(?P<y{0}>(?:19|20|١٩|٢٠|۱۹|۲۰)\d{{2}})(?!\d))?"
    first = (
        day.format(1)
        + r"(?:st|nd|rd|th|er|\.|-?го|º)?\s{1,3}(?:of\s|de\s)?"
        + rf"(?P<m1>{listed})(?!\w)\.?"
        + year.format(1)
    )
    second = rf"(?P<m2>{listed})\.?\s{{1,3}}" + day.format(2) + r"(?:st|nd|rd|th)?(?!\d)" + year.format(2)
    return names, re.compile(rf"(?<!\w)(?:{first}|{second})")


@cache
def _names_in(language: str) -> dict[str, int]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - a tenth of a second, only where a date is sought

    names: dict[str, int] = {}
    for code in _LOCALES.get(language, (language,)):
        try:
            months = Locale.parse(code).months
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    plain = str(name).lower().strip(".")
                    if plain and plain[0].isalpha():
                        names.setdefault(plain, int(number))
    return names


def _edtf(year: int, month: int, day: int) -> str:
    """Nothing for no such day, and for years that stand for nothing on pages (1970-01-01 is a clock not set)."""
    if not 1900 <= year <= 2100 or (year, month, day) == (1970, 1, 1):
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
