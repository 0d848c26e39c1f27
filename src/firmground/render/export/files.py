"""What each file of an export is for, in plain words: the list from which the read-me and the index are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Purpose:
    """Files whose names begin so, who they are for and how they are used."""

    begins: str
    what: str
    how: str


_PICTURE: Final = "PNG for print and posts, SVG for a graphics desk; -dark for a dark page."
_PARQUET: Final = "For QGIS, DuckDB, geopandas, R."
_BOTH: Final = "Open only the .spreadsheet.csv in a spreadsheet; the .csv is for programs, every text true to the byte."

# In the order in which they are listed; the first that fits a name is its purpose.
PURPOSES: Final = (
    Purpose(
        "embed.html",
        "The claim's card for a web page: one file, no script, nothing fetched, at most 150 kB.",
        "Put it on your server and show it in an article with "
        '<iframe src="embed.html" title="..." sandbox="allow-popups allow-popups-to-escape-sandbox" '
        'style="width:100%;height:1200px;border:0"></iframe>. Or open it in a browser.',
    ),
    Purpose(
        "embed-to-paste.txt",
        "The same card as a piece of HTML.",
        "For a CMS that takes HTML but no files: paste all of it into an HTML block. Change height= if the card ends "
        "too early or too late.",
    ),
    Purpose("bar", "The bounds against what was claimed.", _PICTURE),
    Purpose("map", "Where it happened, each place as wide as it is known.", _PICTURE),
    Purpose("rivals", "What others said about the same matter, each in its own unit.", _PICTURE),
    Purpose("repeated", "How the figure changed as it was repeated.", _PICTURE),
    Purpose("curve", "The bounds under every combination of choices, one picture a question.", _PICTURE),
    Purpose(
        "outcomes.spreadsheet.csv",
        "The claim under every combination of choices, for Excel, LibreOffice or Google Sheets.",
        "Texts that look like formulas are made safe: an apostrophe stands before them.",
    ),
    Purpose("outcomes.csv", "The same for programs, every text true to the byte.", "Do not open it in a spreadsheet."),
    Purpose(
        "units.spreadsheet.csv",
        "Every unit that the claim counts, with its standing: what lies behind the bar. For a spreadsheet.",
        "first_day and last_day are both possible days. Texts that look like formulas are made safe.",
    ),
    Purpose("units.csv", "The same for programs, every text true to the byte.", "Do not open it in a spreadsheet."),
    Purpose("undecided.csv", "The units that leave the claim open, with what is known.", "For programs."),
    Purpose(
        "best-value.csv",
        "What the model of the claim's test says beside the bounds, where it asks for one.",
        "For programs; chances are 0 to 1.",
    ),
    Purpose("datawrapper-bar.csv", "Counts of must, may, cannot.", "Datawrapper: Stacked Bars."),
    Purpose("datawrapper-rivals.csv", "What each speaker said, from and to.", "Datawrapper: Range Plot."),
    Purpose("datawrapper-choices.csv", "Low and high under every combination.", "Datawrapper: Range Plot."),
    Purpose(
        "datawrapper-symbols.csv",
        "Middle, name, standing and width of each place.",
        "Datawrapper: Symbol Map, colour by standing, size by within km. A symbol stands at the middle of a place; "
        "nobody said that it happened there, so say “within ... km” in the tooltip. Better are the areas (next).",
    ),
    Purpose(
        "datawrapper-areas.geojson",
        "Each place as wide as it is known.",
        "Datawrapper: Locator Map, Add area marker, Import file. Also for Mapbox, Leaflet, Flourish.",
    ),
    Purpose(
        "disclosure",
        "What each publisher put out: every day that was watched, and which details it gave.",
        f"{_BOTH} released and gave_...: must, may or cannot.",
    ),
    Purpose(
        "agreements",
        "Every event that a clause of an agreement was set against, whether it must, may or cannot break it, and why.",
        f"{_BOTH} Events that break nothing are counted by reason.",
    ),
    Purpose("pledges", "Every pledge with each stage, its days and its source.", _BOTH),
    Purpose(
        "ties",
        "Who backs, fights or is allied with whom, the blocs of both, and whether the tie contradicts them.",
        _BOTH,
    ),
    Purpose("encounters", "Pairs of events that must or may have come close to each other.", _BOTH),
    Purpose("near-incidents", "Events that were near an incident, before, on or after its day.", _BOTH),
    Purpose("units.parquet", "The units with their shapes, as GeoParquet.", _PARQUET),
    Purpose(
        "case.gpkg",
        "The ground of the case for QGIS: a layer for each claim, for each map, for events and places.",
        "Drag it into QGIS: solid must be, hatched may be, hollow cannot be. Every place is as wide as it is known; "
        "there are no points. `from` and `until` are days, both included. For the clock of QGIS: Layer Properties, "
        "Temporal, Separate Fields for Start and End, from and until, include both.",
    ),
    Purpose("events", "Every event that was read, as GeoParquet.", _PARQUET),
    Purpose("control", "Who held what on one map, as GeoParquet.", _PARQUET),
    Purpose("places", "The places of the case, as GeoParquet.", _PARQUET),
)


def purpose_of(name: str) -> int:
    """What a file is for, by its name without a folder: its place in `PURPOSES`. Raises StopIteration for none."""
    return next(n for n, purpose in enumerate(PURPOSES) if name.startswith(purpose.begins))
