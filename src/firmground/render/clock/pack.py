"""A scene as one compressed block that a page carries: columns of numbers after a header of texts.

What does not fit is left out by a stated order (`_SPARING`), and the header says so in a sentence that the page shows.
Nothing else is ever left out. Texts are made visible here; the script puts them on the page as text only.
The reader is `js/unpack.js`.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firmground.render.clock.columns import Columns
from firmground.render.clock.frames import Frame, frame_of
from firmground.render.clock.outlines import simplify_scene
from firmground.render.clock.shapes import Shapes
from firmground.render.visible import make_visible, one_line
from firmground.report.scene_model import SceneArea

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firmground.render.clock.outlines import Outlines
    from firmground.report.model import SourceNote
    from firmground.report.scene_model import Scene, SceneClaim, SceneMap

FORMAT: Final = 1
MOST_POINTS: Final = 26_000  # of all borders together; about 3 bytes each once compressed
_DEGREE: Final = 10_000  # places are kept to a ten-thousandth of a degree, 11 m
_CUT: Final = 160  # letters of a note, where notes are cut
_DEGREES: Final = re.compile(r"\d+\.\d{3}° [NS], \d+\.\d{3}° [EW]")
_NUMBERED: Final = re.compile(r"(.*?)(\d{1,9})", re.DOTALL)

# What is left out for the size's sake, each step with all steps before it, and the sentence that says so.
_SPARING: Final = (
    (
        "cut-notes",
        f"Notes beside the rows are cut after {_CUT} letters on this map; in full they stand in the case's files.",
    ),
    ("notes", "Notes beside the rows are left out of this map, so that the file stays small."),
    ("urls", "The addresses of single rows are left out as well; their sources are named."),
    (
        "phrases",
        "What the maps say of each event's ground is left out here; of what is undecided it stands in the tables.",
    ),
)


@dataclass(frozen=True, slots=True)
class Packed:
    """`data`: a zlib stream. `left_out`: sentences. `within_km`: how far drawn borders may be off."""

    data: bytes
    left_out: tuple[str, ...]
    within_km: float

    @property
    def text(self) -> str:
        return base64.b64encode(self.data).decode()


def pack_scene(
    scene: Scene,
    frames: Mapping[str, Frame] | None = None,
    *,
    claims: Sequence[str] | None = None,
    most_bytes: int | None = None,
) -> Packed:
    """The scene, in at most `most_bytes` (as base64) if that can be reached by leaving out notes, addresses, phrases.

    `frames`: the view of each claim by its id. `claims`: ids in the order in which the page numbers them; all if None.
    """
    whole = frame_of(scene)
    outlines = simplify_scene(scene, whole.across_km, MOST_POINTS)
    steps = [(), *(tuple(name for name, _ in _SPARING[: count + 1]) for count in range(len(_SPARING)))]
    packed = Packed(b"", (), outlines.within_km)
    for spared in steps:
        sentences = [words for name, words in _SPARING if name in spared]
        if "notes" in spared:
            sentences = sentences[1:]
        packer = _Packer(scene, outlines, whole, frames or {}, frozenset(spared))
        data = packer.pack(claims, sentences)
        packed = Packed(data, tuple(sentences), outlines.within_km)
        if most_bytes is None or len(data) * 4 / 3 <= most_bytes:
            break
    return packed


class _Texts:
    """Every text once; index 0 is the empty one."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {"": 0}

    def code(self, text: str) -> int:
        return self._codes.setdefault(make_visible(text), len(self._codes))

    def codes(self, texts: Iterable[str]) -> list[int]:
        return [self.code(text) for text in texts]

    def list(self) -> list[str]:
        return list(self._codes)


class _Packer:
    def __init__(
        self, scene: Scene, outlines: Outlines, whole: Frame, frames: Mapping[str, Frame], spared: frozenset[str]
    ) -> None:
        self.scene, self.whole, self.frames, self.spared = scene, whole, frames, spared
        self.outlines = outlines
        self.texts, self.columns = _Texts(), Columns()
        self.shapes = Shapes(outlines.shapes, whole)

    def pack(self, claims: Sequence[str] | None, left_out: list[str]) -> bytes:
        scene = self.scene
        shown = {claim.id: claim for claim in scene.claims}
        order = list(shown) if claims is None else claims
        header = {
            "format": FORMAT,
            "first": scene.first,
            "stop": scene.stop,
            "parties": [one_line(party.name) for party in scene.parties],
            "holdings": [
                [one.ground, one.holders, one.present, one.coded, one_line(one.words)] for one in scene.holdings
            ],
            "maps": [self._map(number, control) for number, control in enumerate(scene.maps)],
            "claims": [self._claim(number, shown[name]) for number, name in enumerate(order) if name in shown],
            "readings": [self._reading(number) for number in range(len(scene.readings))],
            "sources": [_source(source) for source in scene.sources],
            "frame": self.whole.numbers(),
        }
        self._places()
        self._events()
        header |= self.shapes.write(self.columns)
        header |= {"leftOut": left_out, "withinKm": self._within_km(), "texts": self.texts.list()}
        header["columns"] = self.columns.index
        head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        return zlib.compress(len(head).to_bytes(4, "little") + head + self.columns.body(), 9)

    def _within_km(self) -> float:
        """How far a drawn border may be off; 0 where no map draws borders."""
        return self.outlines.within_km + self.shapes.grain_km if self.shapes.any_borders else 0.0

    # Ground.

    def _map(self, number: int, control: SceneMap) -> dict[str, Any]:
        pieces = control.pieces
        add, texts, prefix = self.columns.add, self.texts, f"m{number}."
        points = [piece.geometry if control.listed else None for piece in pieces]
        add(prefix + "shape", [-1 if control.listed else self.shapes.code(piece.geometry) for piece in pieces])
        for axis, name in enumerate(("lon", "lat")):
            degrees = [_whole((point.x, point.y)[axis]) if point is not None else 0 for point in points]
            add(prefix + name, degrees, differences=True)
        add(prefix + "placed", [int(piece.geometry is not None) for piece in pieces])
        add(prefix + "radius", [round(piece.radius_km * 1000) for piece in pieces])
        add(prefix + "holding", [piece.holding for piece in pieces])
        for name in ("certain", "possible"):
            days = np.array([getattr(piece, name) for piece in pieces], dtype=np.int64).reshape(-1, 2)
            add(f"{prefix}{name}0", self._day(days[:, 0]), differences=True)
            add(f"{prefix}{name}1", self._day(days[:, 1]), differences=True)
        for name in ("name", "note", "url", "file"):
            add(prefix + name, texts.codes(getattr(piece, name) for piece in pieces), differences=True)
        for name in ("row", "rows", "source"):
            add(prefix + name, [getattr(piece, name) for piece in pieces], differences=True)
        return {
            "title": one_line(control.title),
            "listed": control.listed,
            "elsewhere": control.elsewhere,
            "within": -1 if control.within is None else self.shapes.code(control.within),
            "spoken": control.spoken,
            "note": make_visible(control.note),
        }

    def _day(self, days: Any) -> Any:
        """Days from the first day of the clock: small numbers, of either sign."""
        return np.asarray(days, dtype=np.int64) - self.scene.first

    def _reading(self, number: int) -> dict[str, Any]:
        reading = self.scene.readings[number]
        prefix = f"r{number}."
        if "phrases" not in self.spared:
            self.columns.add(prefix + "first", reading.first, differences=True)
            self.columns.add(prefix + "holding", reading.holding)
            self.columns.add(prefix + "percent", reading.percent)
            self.columns.add(prefix + "more", reading.more)
            self.columns.add(prefix + "note", self.texts.codes(reading.note))
        return {"map": reading.map, "radius": reading.radius, "marginKm": reading.margin_km}

    # Places and events.

    def _places(self) -> None:
        add, scene = self.columns.add, self.scene
        options = [option for place in scene.places for option in place.options]
        add("p.options", [len(place.options) for place in scene.places])
        # A place that is called by its coordinates alone gets its name from them again.
        labels = ["" if _DEGREES.fullmatch(place.label) else one_line(place.label) for place in scene.places]
        add("p.label", self.texts.codes(labels), differences=True)
        add("p.reason", self.texts.codes(place.reason for place in scene.places))
        add("o.lon", [_whole(getattr(option, "lon", 0.0)) for option in options], differences=True)
        add("o.lat", [_whole(getattr(option, "lat", 0.0)) for option in options], differences=True)
        add("o.radius", [round(getattr(option, "radius_km", 0.0) * 1000) for option in options])
        add("o.shape", [self.shapes.code(o.geometry) if isinstance(o, SceneArea) else -1 for o in options])
        add("o.name", self.texts.codes(getattr(option, "name", "") for option in options))

    def _events(self) -> None:
        events, add, texts = self.scene.events, self.columns.add, self.texts
        add("e.place", events.place, differences=True)
        add("e.start", self._day(events.start))
        add("e.length", events.stop - events.start)
        add("e.occurrence", events.occurrence, differences=True)
        for name in ("by", "kind", "target", "dataset", "file"):
            add(f"e.{name}", texts.codes(getattr(events, name)))
        add("e.source", events.source)
        add("e.row", events.row, differences=True)
        self._numbered("e.id", events.id)
        if "urls" not in self.spared:
            self._numbered("e.url", events.url)
        if "notes" not in self.spared:
            add("e.note", texts.codes(self._note(note) for note in events.note))
        add("e.duplicate", texts.codes(events.duplicate_of))

    def _note(self, note: str) -> str:
        return note if "cut-notes" not in self.spared or len(note) <= _CUT else note[:_CUT].rstrip() + "…"

    def _numbered(self, name: str, values: Iterable[str]) -> None:
        """Texts that end in a number, such as "e00017", as the text before it, the number, and how many digits."""
        parts = [_NUMBERED.fullmatch(value) for value in values]
        heads = [value if part is None else part[1] for value, part in zip(values, parts, strict=True)]
        self.columns.add(name, self.texts.codes(heads), differences=True)
        self.columns.add(f"{name}.number", [0 if part is None else int(part[2]) for part in parts], differences=True)
        self.columns.add(f"{name}.digits", [0 if part is None else len(part[2]) for part in parts])

    # Claims.

    def _claim(self, number: int, claim: SceneClaim) -> dict[str, Any]:
        settling = np.isin(claim.unit_of, list(claim.settling)) & (claim.unit_of >= 0)
        code = claim.standing.astype(np.int64) + 4 * claim.perhaps + 8 * settling
        self.columns.add(f"c{number}.standing", code)
        self.columns.add(f"c{number}.own", np.where(claim.standing > 0, claim.own, 0))
        self.columns.add(f"c{number}.number", claim.number)
        frame = self.frames.get(claim.id)
        return {
            "id": claim.id,
            "that": one_line(claim.that),
            "unit": claim.unit,
            "unitWords": one_line(claim.unit_words),
            "map": claim.map,
            "units": claim.units,
            "readings": claim.readings,
            "frame": None if frame is None else frame.numbers(),
        }


def _whole(degrees: float) -> int:
    return round(float(degrees) * _DEGREE)


def _source(source: SourceNote) -> list[str]:
    return [
        one_line(text) for text in (source.title or source.id, source.by, source.published, source.url, source.licence)
    ]
