"""Pages for the office that open without a network: the week, each district with its reasons, and the map."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from inspection.i18n import Lang, keys, t
from inspection.reporting.pages import plain_words, reasons, sentences, sums
from inspection.reporting.paper import Outline
from inspection.reporting.week import BookRound, BookUnplaced, DistrictBook, WeekBook
from inspection.territory import arrondissement_label
from inspection.time_of import clock_text
from sectors import Catalogue


@cache
def _templates() -> Environment:
    folder = FileSystemLoader(Path(__file__).parents[1] / "templates")
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def office_page(
    book: WeekBook, catalogue: Catalogue, lang: Lang, *, state: str, teams: Mapping[str, str] | None = None
) -> str:
    """Return the front page of the week, for the office only: figures by district, and what found no place.

    It links to `district_page` of each district as `<district>-<lang>.html` in the folder `office` beside it, and to
    `map_page` as `map-<lang>.html`.

    Arguments: `teams` what teams are called, by their ids; the id stands where that is not known.
    """
    missed = [one.called(teams or {}) for one in book.unplaced]
    return _render("office_page.html", book, catalogue, lang, state=t(f"state.{state}", lang), unplaced=missed)


def district_page(
    book: DistrictBook, catalogue: Catalogue, lang: Lang, *, state: str, teams: Mapping[str, str] | None = None
) -> str:
    """Return one district's rounds with the arithmetic of every stop, for the office only.

    A stop shows each signal that gave points with value, step, points, register and day, the sum, its place in its
    sector and district, and a probability only where the card is calibrated; signals without points or without data
    are named below.

    Arguments: `teams` as for `office_page`.
    """
    known = teams or {}
    return _render(
        "district_page.html",
        book,
        catalogue,
        lang,
        state=t(f"state.{state}", lang),
        district=book.district,
        rounds=[r for r in _in_order(book) if r.stops],
        unplaced=[one.called(known) for one in book.unplaced],
        team=lambda key: known.get(key, key),
        sums=lambda stop: sums.arithmetic(stop, catalogue, lang),
        plain=lambda stop: plain_words.assessment_text(stop, catalogue, lang),
        probability=t("office.probability_serious" if book.objective == "serious" else "office.probability", lang),
    )


def map_page(book: WeekBook, outlines: Sequence[Outline], lang: Lang, *, teams: Mapping[str, str] | None = None) -> str:
    """Return the rounds of the week on a map that needs nothing beyond its own file.

    outlines
        The arrondissements with their names in `lang`, already simplified.
    teams
        As for `office_page`.
    """
    template = _templates().get_template("week_map.html")
    data = json.dumps(_map_data(book, outlines, lang, teams or {}), ensure_ascii=False, separators=(",", ":"))
    return template.render(book=book, lang=lang, t=_say(lang), data=data.replace("<", "\\u003c"))


def _render(template: str, book: WeekBook | DistrictBook, catalogue: Catalogue, lang: Lang, **more: object) -> str:
    return (
        _templates()
        .get_template(template)
        .render(
            book=book,
            lang=lang,
            t=_say(lang),
            clock=clock_text,
            day=lambda day: _day(day, lang),
            name=lambda district: arrondissement_label(district, lang),
            sector=lambda key: catalogue.sectors[key].label.say(lang) if key in catalogue.sectors else key,
            why=lambda missed: reasons.why_text(missed, lang),
            helps=lambda missed: reasons.help_texts(missed, lang),
            alternative=lambda stop: reasons.alternative_text(stop.alternative, lang),
            sources=_sources(book, catalogue, lang),
            held=sentences.held_texts(book, catalogue, lang),
            serves=plain_words.served_text(book.objective, catalogue, lang),
            missed=_missed,
            **more,
        )
    )


def _say(lang: Lang) -> Callable[..., str]:
    return lambda key, **values: t(key, lang, **values)


def _day(day: Any, lang: Lang) -> str:
    return f"{t(f'day.{day.weekday()}', lang)} {day.strftime('%d/%m')}"


def _in_order(book: WeekBook | DistrictBook) -> list[BookRound]:
    return sorted(book.rounds, key=lambda r: (r.day, r.team))


def _sources(book: WeekBook | DistrictBook, catalogue: Catalogue, lang: Lang) -> list[tuple[str, bool, str]]:
    """Return each register's name, whether the wording is to be verified, and the day that was read."""
    found = []
    for name, snapshot in sorted(book.snapshots.items()):
        known, key = catalogue.registers.get(name), f"register.{name}"
        label = known.label.say(lang) if known else t(key, lang) if key in keys(lang) else name
        found.append((label, bool(known and known.label.is_to_verify(lang)), snapshot.rpartition("@")[2]))
    return found


def _missed(book: WeekBook, district: str) -> list[BookUnplaced]:
    return [u for u in book.unplaced if u.district == district]


def _map_data(book: WeekBook, outlines: Sequence[Outline], lang: Lang, teams: Mapping[str, str]) -> dict[str, object]:
    rounds = [r for r in _in_order(book) if r.stops]
    return {
        "outlines": [
            {"name": o.name, "rings": [[[round(x, 4), round(y, 4)] for x, y in ring] for ring in o.rings]}
            for o in outlines
        ],
        "days": {r.day.isoformat(): _day(r.day, lang) for r in rounds},
        "districts": {d.district: arrondissement_label(d.district, lang) for d in book.districts},
        "teams": {r.team: teams.get(r.team, r.team) for r in rounds},
        "rounds": [
            {
                "team": r.team,
                "district": r.district,
                "day": r.day.isoformat(),
                "office": r.office,
                "stops": [
                    [round(s.lon, 5), round(s.lat, 5), s.code, clock_text(s.start), s.name, s.municipality]
                    for s in r.stops
                ],
            }
            for r in rounds
        ],
    }
