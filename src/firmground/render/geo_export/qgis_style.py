"""How the layers look in QGIS: solid must, hatched may, hollow cannot, with days for its temporal controller.

The documents follow what QGIS 3.22 itself saves (Layer > Properties > Style > Save Style); it reads them from the
table `layer_styles` of a GeoPackage and uses the one that is marked as default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from firmground.render.pictures.styles import look

if TYPE_CHECKING:
    from firmground.report.layers import Layer

# Paul Tol, "Colour schemes", SRON/EPS/TN/09-002 (2021), scheme "light": told apart by colour-blind readers, and
# pale, so that the texture of must, may and cannot over them is read first.
_HOLDERS: Final = ("#77AADD", "#EE8866", "#EEDD88", "#44BB99", "#FFAABB", "#99DDFF", "#BBCC33", "#AAAA00")
_UNKNOWN: Final = "#DDDDDD"


def render_style(layer: Layer) -> str:
    """The QML document of a layer."""
    root = Element("qgis", {"version": "3.22.16", "styleCategories": "Symbology|Labeling|Temporal|Rendering"})
    if layer.look in {"standing", "coded_as"}:
        _add_standings(root, layer.look)
    elif layer.look == "holders":
        _add_holders(root, layer)
    else:
        _add_plain(root)
    if "from" in layer.columns:
        _add_days(root)
    text = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return text + tostring(root, encoding="unicode")


def _add_days(root: Element) -> None:
    """A feature is shown from its first to its last day, both included (`limitMode` 1)."""
    days = SubElement(
        root,
        "temporal",
        {
            "enabled": "1", "mode": "2", "limitMode": "1", "startField": "from", "endField": "until",
            "durationField": "", "durationUnit": "day", "fixedDuration": "0", "accumulate": "0",
            "startExpression": "", "endExpression": "",
        },
    )  # fmt: skip
    fixed = SubElement(days, "fixedRange")
    SubElement(fixed, "start")
    SubElement(fixed, "end")


def _add_standings(root: Element, column: str) -> None:
    ink, paper = look("light").colour("data"), look("light").colour("paper")
    fills = {"must": _solid(ink, paper), "may": _hatched(ink, paper), "cannot": _hollow(ink)}
    words = {"must": "must be", "may": "may be", "cannot": "cannot be"}
    _add_categories(root, column, [(value, words[value], fills[value]) for value in ("must", "may", "cannot")])


def _add_holders(root: Element, layer: Layer) -> None:
    """A pale tint for each holder; ground that several hold is hatched, and what is not known is grey."""
    holders = list(dict.fromkeys(layer.columns.get("holders", ())))
    items = []
    for n, holder in enumerate(sorted(name for name in holders if name)):
        tint = _HOLDERS[n % len(_HOLDERS)]
        fill = _hatched(tint, "#ffffff") if "; " in holder else _solid(tint, "#8f8a80")
        items.append((holder, holder, fill))
    items.append(("", "nobody, coded for one party, or not known", _hatched(_UNKNOWN, "#ffffff")))
    _add_categories(root, "holders", items, alpha="0.55")


def _add_plain(root: Element) -> None:
    renderer = SubElement(root, "renderer-v2", {"type": "singleSymbol", "symbollevels": "0", "forceraster": "0"})
    _add_symbol(SubElement(renderer, "symbols"), "0", [_outline(look("light").colour("soft"))], "1")


def _add_categories(root: Element, column: str, items: list[tuple[str, str, list[Element]]], alpha: str = "1") -> None:
    # Larger places lie under smaller ones, or a wide disc would hide every village in it.
    renderer = SubElement(
        root,
        "renderer-v2",
        {"type": "categorizedSymbol", "attr": column, "symbollevels": "0", "forceraster": "0", "enableorderby": "1"},
    )
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for n, (value, label, layers) in enumerate(items):
        SubElement(
            categories,
            "category",
            {"symbol": str(n), "value": value, "type": "string", "label": label, "render": "true"},
        )
        _add_symbol(symbols, str(n), layers, alpha)
    order = SubElement(renderer, "orderby")
    SubElement(order, "orderByClause", {"asc": "0", "nullsFirst": "0"}).text = "area($geometry)"


def _add_symbol(parent: Element, name: str, layers: list[Element], alpha: str) -> None:
    words = {"type": "fill", "name": name, "alpha": alpha, "clip_to_extent": "1", "force_rhr": "0"}
    SubElement(parent, "symbol", words).extend(layers)


def _layer(kind: str, options: dict[str, str]) -> Element:
    layer = Element("layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    group = SubElement(layer, "Option", {"type": "Map"})
    for name, value in options.items():
        SubElement(group, "Option", {"type": "QString", "name": name, "value": value})
        SubElement(layer, "prop", {"k": name, "v": value})  # as QGIS before 3.26 reads it
    return layer


def _rgb(colour: str, alpha: int = 255) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def _simple(fill: str, style: str, edge: str, wide: str = "0.4") -> Element:
    return _layer(
        "SimpleFill",
        {
            "color": fill, "style": style, "outline_color": edge, "outline_style": "solid", "outline_width": wide,
            "outline_width_unit": "MM", "joinstyle": "round",
        },
    )  # fmt: skip


def _solid(colour: str, edge: str) -> list[Element]:
    return [_simple(_rgb(colour), "solid", _rgb(edge))]


def _hollow(colour: str) -> list[Element]:
    return [_simple("255,255,255,150", "solid", _rgb(colour))]


def _outline(colour: str) -> Element:
    return _simple("255,255,255,0", "no", _rgb(colour), "0.3")


def _hatched(colour: str, paper: str) -> list[Element]:
    lines = _layer(
        "LinePatternFill",
        {
            "angle": "45", "distance": "1.4", "distance_unit": "MM", "line_width": "0.5", "line_width_unit": "MM",
            "color": _rgb(colour), "outline_width_unit": "MM", "offset": "0", "offset_unit": "MM",
        },
    )  # fmt: skip
    name = {"type": "line", "name": "@hatch@1", "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"}
    stroke = SubElement(lines, "symbol", name)
    stroke.append(
        _layer("SimpleLine", {"line_color": _rgb(colour), "line_width": "0.5", "line_width_unit": "MM"}),
    )
    edge = _simple("255,255,255,0", "no", _rgb(colour))
    return [_simple(_rgb(paper, 160), "solid", _rgb(paper, 0), "0"), lines, edge]
