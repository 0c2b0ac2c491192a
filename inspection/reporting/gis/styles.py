"""How QGIS draws the layers of a week's GeoPackage when it opens them: one QML document a layer, without words."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as Xml

from inspection.reporting.gis.layers import LayerName

# the scale of the risk map: readable by the colour-blind and in print
_SCALE = ("255,247,188,190", "254,217,118,190", "254,153,41,190", "204,76,2,190", "127,39,4,190")
_UNTOLD = "225,225,225,120"
_PLAIN: Mapping[LayerName, tuple[str, str, Mapping[str, str]]] = {
    "districts": (
        "fill",
        "SimpleFill",
        {"style": "no", "outline_style": "solid", "outline_color": "60,70,76,255", "outline_width": "0.7"},
    ),
    "cantons": (
        "fill",
        "SimpleFill",
        {"style": "no", "outline_style": "solid", "outline_color": "130,140,146,255", "outline_width": "0.25"},
    ),
    "visits": (
        "marker",
        "SimpleMarker",
        {"name": "circle", "color": "31,90,122,255", "outline_color": "255,255,255,255", "size": "4.4"},
    ),
    "rounds": ("line", "SimpleLine", {"line_color": "31,90,122,200", "line_width": "0.6", "line_style": "solid"}),
}


def style(layer: LayerName, leading: Sequence[int]) -> str:
    """Return the QML of a layer.

    leading
        Numbers of leading workplaces of the cells that tell one: what parts the colours of the risk cells.
    """
    document = Xml.Element("qgis", version="3.34.0", styleCategories="Symbology|Labeling", labelsEnabled="0")
    if layer == "risk_cells":
        _coloured(document, leading)
    else:
        renderer = Xml.SubElement(document, "renderer-v2", type="singleSymbol", symbollevels="0")
        _symbol(Xml.SubElement(renderer, "symbols"), 0, *_PLAIN[layer])
    if layer == "visits":
        _numbered(document)
    return Xml.tostring(document, encoding="unicode")


def _coloured(document: Xml.Element, leading: Sequence[int]) -> None:
    """Colour cells by fifths, as the risk map does; a cell whose number is not told is grey."""
    ordered = sorted(leading)
    edges = sorted({ordered[len(ordered) * n // 5] for n in range(1, 5)} - {ordered[0]}) if ordered else []
    renderer = Xml.SubElement(document, "renderer-v2", type="RuleRenderer", symbollevels="0")
    rules = Xml.SubElement(renderer, "rules", key="cells")
    symbols = Xml.SubElement(renderer, "symbols")
    between = list(zip([None, *edges], [*edges, None], strict=True))
    for n, (low, high) in enumerate(between):
        wanted = ['"leading" IS NOT NULL']
        wanted += [f'"leading" >= {low}'] if low is not None else []
        wanted += [f'"leading" < {high}'] if high is not None else []
        label = (
            "–" if low is high else f"< {high}" if low is None else f"≥ {low}" if high is None else f"{low} – {high}"
        )
        Xml.SubElement(rules, "rule", key=f"cells{n}", filter=" AND ".join(wanted), label=label, symbol=str(n))
        _cell(symbols, n, _SCALE[n])
    Xml.SubElement(rules, "rule", key="untold", filter="ELSE", label="?", symbol=str(len(between)))
    _cell(symbols, len(between), _UNTOLD)


def _cell(symbols: Xml.Element, number: int, colour: str) -> None:
    look = {"style": "solid", "color": colour, "outline_style": "solid", "outline_color": "255,255,255,150"}
    _symbol(symbols, number, "fill", "SimpleFill", {**look, "outline_width": "0.1"})


def _symbol(symbols: Xml.Element, number: int, kind: str, drawn_as: str, look: Mapping[str, str]) -> None:
    symbol = Xml.SubElement(symbols, "symbol", type=kind, name=str(number), alpha="1", clip_to_extent="1")
    drawn = Xml.SubElement(symbol, "layer", {"class": drawn_as, "enabled": "1", "locked": "0", "pass": "0"})
    options = Xml.SubElement(drawn, "Option", type="Map")
    for name, value in look.items():
        Xml.SubElement(options, "Option", name=name, type="QString", value=value)


def _numbered(document: Xml.Element) -> None:
    """Write on each visit the number that it has in its round."""
    document.set("labelsEnabled", "1")
    settings = Xml.SubElement(Xml.SubElement(document, "labeling", type="simple"), "settings", calloutType="simple")
    Xml.SubElement(
        settings, "text-style", fieldName="number", isExpression="0", fontSize="8", textColor="255,255,255,255"
    )
    Xml.SubElement(settings, "placement", placement="1", quadOffset="4")  # over the point, in its middle
    Xml.SubElement(settings, "rendering", displayAll="1")
