"""Formats of releases as files: those that come with the program, and those that somebody keeps beside a case.

A file that cannot be understood is told with what to change, and takes no part. Sizes are bounded: a format is a page
of words, and what is longer is none.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firmground.documents.releases.counts import VAGUE, Count
from firmground.documents.releases.format import Example, Level, PeopleGroup, ReleaseFormat, Scope, Unit
from firmground.documents.releases.phrases import Lexicon
from firmground.errors import BadRequestError
from firmground.read.records import read_count
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_RELEASE = 200_000  # code points; a longer page is an archive of releases or something else
LARGEST_FILE = 256_000  # bytes
_DIRECTIONS = "north south east west northeast northwest southeast southwest".split()
_LISTS = (
    "relations", "objects", "reports", "headings", "earlier", "further", "silences", "explains", "corrects",
    "continues",
)  # fmt: skip
_TABLES = ("countries", "targets", "effects", "kinds", "means")
_KEYS = (
    "id", "title", "publisher", "by", "kind", "scope", "recognise", "unless", "longest", "joined", "summaries",
    "strikes", "units", "levels", "people", "numbers", "examples", *_LISTS, *_TABLES,
)  # fmt: skip


@dataclass(frozen=True)
class Formats:
    """Formats in the order in which they are tried, and a sentence for each file that could not be used."""

    formats: tuple[ReleaseFormat, ...] = ()
    faults: tuple[str, ...] = ()


@cache
def built_in_formats() -> tuple[ReleaseFormat, ...]:
    """Those that come with the program."""
    folder = Path(__file__).parent / "formats"
    return tuple(read_format(path) for path in sorted(folder.glob("*.toml")))


def read_formats(folder: Path) -> Formats:
    """Every `*.toml` of a folder; none if there is no such folder."""
    found: list[ReleaseFormat] = []
    faults = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            found.append(read_format(path))
        except BadRequestError as fault:
            faults.append(str(fault))
    return Formats(tuple(found), tuple(faults))


def read_format(path: Path) -> ReleaseFormat:
    """One file. Raises BadRequestError, which names the file, the key and what to write."""
    try:
        content = path.read_bytes()
        if len(content) > LARGEST_FILE:
            raise BadRequestError(f"{path.name} is larger than a format of releases can be ({LARGEST_FILE:,} bytes)")
        values = tomllib.loads(content.decode("utf-8"))
    except OSError as fault:
        raise BadRequestError(f"{path.name} cannot be read: {fault.strerror}") from fault
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadRequestError(f"{path.name} is no TOML: {fault}") from fault
    except RecursionError as fault:
        raise BadRequestError(f"{path.name} is nested too deeply to be a format of releases") from fault
    return build_format(values, path.name)


def build_format(values: Mapping[str, Any], name: str) -> ReleaseFormat:
    """A format from the values of a file. Raises BadRequestError."""
    return _Reader(values, name).format()


class _Reader:
    """Takes the keys of a file one by one; each fault names the key."""

    def __init__(self, values: Mapping[str, Any], name: str) -> None:
        self.values, self.name = values, name

    def fault(self, what: str, hint: str = "") -> BadRequestError:
        return BadRequestError(f"{self.name}: {what}{f'; {hint}' if hint else ''}")

    def format(self) -> ReleaseFormat:
        for key in self.values:
            if key not in _KEYS:
                raise self.fault(f"{show(key)} is no key of a format", suggest(key, _KEYS))
        countries = self.table("countries")
        units = self.units()
        strikes = self.text("strikes", "strikes")
        if strikes not in units:
            raise self.fault(f"`strikes` is {show(strikes)}", f"write [units.{strikes}] with its words")
        scope = self.text("scope", Scope.LINE)
        if scope not in set(Scope):
            raise self.fault(f"`scope` is {show(scope)}", suggest(scope, list(Scope)))
        lists = {key: self.texts(key) for key in _LISTS}
        return ReleaseFormat(
            id=self.text("id"),
            title=self.text("title"),
            publisher=self.texts("publisher"),
            by=self.texts("by"),
            kind=self.text("kind"),
            kinds=Lexicon(self.table("kinds")),
            scope=Scope(scope),
            recognise=self.recognise(),
            unless=tuple(text.casefold() for text in self.texts("unless")),
            longest=self.longest(),
            units=units,
            strikes=strikes,
            relations=Lexicon(_spread(lists["relations"], "{direction}", _DIRECTIONS)),
            levels=self.levels(),
            countries=Lexicon(countries),
            targets=Lexicon(self.table("targets")),
            effects=Lexicon(self.table("effects")),
            objects=Lexicon(lists["objects"]),
            joined=self.flag("joined"),
            summaries=self.flag("summaries"),
            reports=Lexicon(lists["reports"]),
            headings=Lexicon(_headings(lists["headings"], countries)),
            earlier=Lexicon(text.replace("{days}", "").strip() for text in lists["earlier"]),
            further=Lexicon(lists["further"]),
            silences=Lexicon(lists["silences"]),
            explains=Lexicon(lists["explains"]),
            corrects=Lexicon(lists["corrects"]),
            continues=Lexicon(lists["continues"]),
            means=Lexicon(self.table("means")),
            vague=self.numbers(),
            people=self.people(),
            examples=self.examples(),
            file=self.name,
        )

    def text(self, key: str, default: str | None = None) -> str:
        found = self.values.get(key, default)
        if not isinstance(found, str) or not found.strip():
            raise self.fault(f"`{key}` is missing", f'write {key} = "…"')
        return found

    def longest(self) -> int:
        found = self.values.get("longest", LONGEST_RELEASE)
        if not isinstance(found, int) or isinstance(found, bool) or not 0 < found <= LONGEST_RELEASE:
            hint = f"write a number of characters up to {LONGEST_RELEASE:,}"
            raise self.fault(f"`longest` is {show(str(found))}", hint)
        return found

    def flag(self, key: str) -> bool:
        found = self.values.get(key, False)
        if not isinstance(found, bool):
            raise self.fault(f"`{key}` is {show(str(found))}", f"write {key} = true")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        return self.words(self.values.get(key, []), key)

    def words(self, found: object, key: str) -> tuple[str, ...]:
        if not isinstance(found, list) or not all(isinstance(text, str) and text.strip() for text in found):
            raise self.fault(f"`{key}` is no list of words", f'write {key} = ["…", "…"]')
        return tuple(found)

    def sub(self, key: str) -> dict[str, Any]:
        found = self.values.get(key, {})
        if not isinstance(found, dict):
            raise self.fault(f"`{key}` is no table", f"write [{key}] and a line for each of its entries")
        return found

    def table(self, key: str) -> dict[str, tuple[str, ...]]:
        """Meanings with the words for each."""
        return {meaning: self.words(words, f"{key}.{meaning}") for meaning, words in self.sub(key).items()}

    def recognise(self) -> tuple[tuple[str, ...], ...]:
        found = self.values.get("recognise")
        if not isinstance(found, list) or not found:
            hint = 'write recognise = [["…", "…"], ["…"]]: of each list at least one has to be in the text'
            raise self.fault("`recognise` is missing", hint)
        return tuple(tuple(text.casefold() for text in self.words(group, "recognise")) for group in found)

    def units(self) -> dict[str, Unit]:
        units = {}
        for key, found in self.sub("units").items():
            if not isinstance(found, dict):
                raise self.fault(f"`units.{key}` is no table", f'write [units.{key}] and words = ["…"]')
            words = self.words(found.get("words", []), f"units.{key}.words")
            units[key] = Unit(Lexicon(words), Lexicon(self.words(found.get("after", []), f"units.{key}.after")))
        return units

    def levels(self) -> tuple[Level, ...]:
        levels = []
        for key, found in self.sub("levels").items():
            if not isinstance(found, dict):
                raise self.fault(f"`levels.{key}` is no table", f'write [levels.{key}] and words = ["…"]')
            words = self.words(found.get("words", []), f"levels.{key}.words")
            names = [self.words(entry, f"levels.{key}.names") for entry in found.get("names", [])]
            levels.append(Level(key, Lexicon(words), Lexicon({entry[0]: entry for entry in names if entry})))
        return tuple(levels)

    def people(self) -> tuple[PeopleGroup, ...]:
        groups, known = [], self.sub("people")
        for key, found in known.items():
            if not isinstance(found, dict):
                raise self.fault(f"`people.{key}` is no table", f'write [people.{key}] and words = ["…"]')
            columns, within, names = found.get("columns", {}), found.get("within", ""), found.get("names", False)
            if not isinstance(columns, dict) or not all(isinstance(value, str) for value in columns.values()):
                raise self.fault(f"`people.{key}.columns` is no table", 'write columns = { killed = "killed" }')
            if within and within not in known:
                raise self.fault(f"`people.{key}.within` is {show(str(within))}", suggest(str(within), known))
            words = Lexicon(self.words(found.get("words", []), f"people.{key}.words"))
            groups.append(PeopleGroup(key, words, columns, str(within), names is True))
        return tuple(groups)

    def numbers(self) -> dict[str, Count]:
        """What words without a number promise, where the publisher is known to mean something else than usual."""
        found = dict(VAGUE)
        for words, text in self.sub("numbers").items():
            if words not in VAGUE:
                raise self.fault(f"`numbers` has {show(words)}", suggest(words, VAGUE))
            try:
                low, high = read_count(str(text))
            except ValueError as fault:
                raise self.fault(f"`numbers`: {fault}") from fault
            found[words] = Count(low, None if str(text).endswith("+") else high)
        return found

    def examples(self) -> tuple[Example, ...]:
        found = self.values.get("examples")
        if not isinstance(found, list) or not found:
            raise self.fault("it has no examples", "write [[examples]] with `text` and what has to be read in it")
        examples = []
        for entry in found:
            if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
                raise self.fault("an example has no text", "write [[examples]] with `text` and `events` or `totals`")
            events = self.words(entry.get("events", []), "examples.events")
            totals = self.words(entry.get("totals", []), "examples.totals")
            examples.append(Example(entry["text"], events, totals, str(entry.get("published", ""))))
        return tuple(examples)


def _spread(phrases: Iterable[str], slot: str, words: Iterable[str]) -> list[str]:
    listed = list(words)
    return [one for text in phrases for one in ([text.replace(slot, w) for w in listed] if slot in text else [text])]


def _headings(phrases: Iterable[str], countries: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """The country that each heading is of; "" for one that names none."""
    found: dict[str, list[str]] = {}
    for text in phrases:
        if "{country}" not in text:
            found.setdefault("", []).append(text)
            continue
        for country, names in countries.items():
            found.setdefault(country, []).extend(_spread([text], "{country}", names))
    return found
