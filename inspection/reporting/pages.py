"""Pages that open without a network: the office page with its reasons, and the map of the week's rounds."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from inspection.i18n import Lang, keys, t
from inspection.reporting.week_book import BookStop, BookUnplaced, WeekBook
from inspection.time_of import clock_text
from sectors import Catalogue

# what a sentence about an unplaced visit may mention; the planner gives those that it knows
DETAILS = ("languages", "skills", "needed", "largest", "days", "minutes_short", "available", "rules")


@cache
def _templates() -> Environment:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def office_page(book: WeekBook, catalogue: Catalogue, lang: Lang, *, state: str) -> str:
    """Return the week with its reasons as one HTML page, for the office only.

    Every stop shows the arithmetic of its points: signal, value, bin and snapshot, in the reader's language.
    """
    return (
        _templates()
        .get_template("office_page.html")
        .render(
            book=book,
            lang=lang,
            state=t(f"state.{state}", lang),
            t=lambda key, **values: t(key, lang, **values),
            clock=clock_text,
            sector=lambda key: catalogue.sectors[key].label.say(lang),
            reasons=lambda stop: _reasons(stop, catalogue, lang),
            why=lambda missed: why_text(missed, lang),
            rounds_of=_rounds_by_district(book),
        )
    )


def _rounds_by_district(book: WeekBook) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {d.district: [] for d in book.districts}
    for round_ in book.rounds:
        if round_.stops:
            found[round_.district].append(round_)
    return found


def _reasons(stop: BookStop, catalogue: Catalogue, lang: Lang) -> list[dict[str, object]]:
    return [
        {
            "label": catalogue.signals[r.signal].label.say(lang),
            "verify": catalogue.signals[r.signal].label.is_to_verify(lang),
            "value": t("office.missing", lang)
            if r.value is None
            else f"{r.value:.4g} {catalogue.signals[r.signal].unit}",
            "bin": r.bin,
            "points": r.points,
            "snapshot": r.snapshot,
        }
        for r in stop.reasons
    ]


def why_text(missed: BookUnplaced, lang: Lang) -> str:
    """Return the sentence that says which rule kept a required visit out."""
    detail = {name: f"{v:g}" if isinstance(v, float) else v for name, v in missed.detail.items()}
    said = {**dict.fromkeys(DETAILS, "–"), **detail, "team": missed.team or "–", "day": missed.day or "–"}
    if "rules" in detail:
        said["rules"] = detail["rules"].replace("_", " ")
    return t(f"why.{missed.rule}", lang, **said)


def map_page(book: WeekBook, outlines: Sequence[Sequence[Sequence[float]]], lang: Lang) -> str:
    """Return the rounds of the week on a map that needs nothing beyond its own file.

    outlines
        Rings of the arrondissements as (longitude, latitude), already simplified.
    """
    data = {
        "outlines": [[[round(x, 4), round(y, 4)] for x, y in ring] for ring in outlines],
        "rounds": [
            {
                "team": r.team,
                "day": r.day.isoformat(),
                "office": r.office,
                "stops": [[round(s.lon, 5), round(s.lat, 5), s.code, clock_text(s.start), s.name] for s in r.stops],
            }
            for r in book.rounds
            if r.stops
        ],
    }
    return (
        _templates()
        .get_template("week_map.html")
        .render(
            book=book,
            lang=lang,
            t=lambda key, **values: t(key, lang, **values),
            data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        )
    )


def known_rules(lang: Lang) -> frozenset[str]:
    """Return the rules for which `why_text` has a sentence in `lang`."""
    return frozenset(key.removeprefix("why.") for key in keys(lang) if key.startswith("why."))
