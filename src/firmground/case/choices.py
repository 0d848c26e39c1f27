"""The choices that an analyst could defend. Every combination of them is computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.claims import Selection

# Name of the choice -> what it decides. The order is the order of the report.
CHOICES = {
    "map": "who held what, according to which map",
    "definition": "whose words decide who is who",
    "unit": "what is counted",
    "contested": "whether ground contested by a party counts as held by it",
    "margin_km": "how far the map's borders may be off",
    "radius": "how wide an imprecise place is taken",
    "subset": "which part of the events",
}
CONTESTED = {"counts": True, "does-not-count": False}
RADII = {"as-coded": 1.0, "doubled": 2.0}
FACETS = ("definition", "unit")  # different questions: shown apart, never pooled


@dataclass(frozen=True, slots=True)
class Specification:
    """One combination of choices. `margin_km` in km; `radius` a factor; `definition` "" where no label is used."""

    map: str = ""
    definition: str = ""
    unit: str = "event"
    contested: bool = True
    margin_km: float = 0.0
    radius: float = 1.0
    subset: str = "all"


@dataclass(frozen=True)
class Choices:
    """The values of each choice in order, the first of each being where the report starts."""

    map: tuple[str, ...] = ()
    definition: tuple[str, ...] = ("",)
    unit: tuple[str, ...] = ()
    contested: tuple[bool, ...] = (True,)
    margin_km: tuple[float, ...] = (0.0,)
    radius: tuple[float, ...] = (1.0,)
    subset: tuple[str, ...] = ("all",)
    subsets: dict[str, Selection] = field(default_factory=dict)
    facets: tuple[str, ...] = FACETS

    def every(self, **fixed: tuple[object, ...]) -> Iterator[Specification]:
        """Every combination, some choices replaced by the values given."""
        values = [fixed.get(name, getattr(self, name)) or ("",) for name in CHOICES]
        for combination in product(*values):
            yield Specification(**dict(zip(CHOICES, combination, strict=True)))


def parse_choice(name: str, text: str) -> object:
    """The value of a choice from its text in `case.toml`. Raises ValueError for numbers that are none."""
    if name == "contested":
        return CONTESTED[text] if text in CONTESTED else text.lower() == "true"
    if name == "radius":
        return RADII[text] if text in RADII else float(text)
    return float(text) if name == "margin_km" else text


def show_choice(name: str, value: object) -> str:
    """The text of a choice's value, as `case.toml` would write it."""
    words: dict[object, str] = {}
    if name in ("contested", "radius"):
        words = {number: word for word, number in (CONTESTED if name == "contested" else RADII).items()}
    return words.get(value) or (f"{value:g}" if isinstance(value, float) else str(value))
