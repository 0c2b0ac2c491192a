"""Where a week's files go: proposed for the office, then sheets and calendars for the teams once it is approved."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from flows.progress import say
from inspection import acts
from inspection.control import checklist
from inspection.i18n import Lang
from inspection.reporting import (
    BookRound,
    Contact,
    WeekBook,
    carry_sheet,
    map_page,
    office_page,
    plan_json,
    plan_parquet,
    rounds_geojson,
    team_calendar,
)
from inspection.store import person_name
from inspection.targeting import Assessments
from inspection.territory import canton, competence, locate, outlines
from inspection.time_of import IsoWeek
from sectors import Catalogue

KEPT = ["workplace", "name", "sector", "district", "municipality", "postcode", "lon", "lat", "quality", "points"]


def keep_assessment(assessments: Assessments, on: date) -> Path:
    """Keep what the cards said on a day in the lake, for the risk map; returns the file."""
    folder = acts.office().settings.lake / "assessment" / on.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "assessment.parquet"
    fresh = file.with_suffix(".new")
    assessments.frame.select([*KEPT, "probability"]).write_parquet(fresh)
    fresh.replace(file)
    return file


def write_proposed(book: WeekBook, on: date, lang: Lang | None = None) -> list[Path]:
    """Write what the office reads of a proposed week: plan files, office page, map."""
    return _write_office(book, on, "proposed", lang)


def write_approved(book: WeekBook, approved: acts.Approved, on: date, lang: Lang | None = None) -> list[Path]:
    """Write what the teams carry of an approved week, and the office page as approved."""
    here = acts.office()
    folder, catalogue = _folder(book), here.catalogue(IsoWeek.parse(book.week).monday)
    written = _write_office(book, on, "approved", lang)
    rounds = [r for r in book.rounds if r.stops]
    for done, round_ in enumerate(rounds):
        say("sheets", done, len(rounds))
        written.append(
            put(folder / "teams" / round_.team / f"{round_.day}-carry-sheet.pdf", _sheet(round_, book, catalogue))
        )
    for team in sorted({r.team for r in rounds}):
        own = tuple(r for r in rounds if r.team == team)
        stamped = team_calendar(own, stamped_at=approved.approved_at)
        written.append(put(folder / "teams" / team / f"{book.week}.ics", stamped))
    say("sheets", len(rounds), len(rounds))
    return written


def _write_office(book: WeekBook, on: date, state: str, lang: Lang | None) -> list[Path]:
    here = acts.office()
    folder, catalogue = _folder(book), here.catalogue(on)
    say("write", 0, 1)
    languages: Sequence[Lang] = [lang] if lang else ["fr", "nl", "de", "en"]
    rings = _rings(outlines("arrondissement", cache=here.settings.cache)["features"])
    written = [
        put(folder / "plan.json", plan_json(book)),
        put(folder / "plan.parquet", plan_parquet(book)),
        put(folder / "rounds.geojson", rounds_geojson(book)),
        *(
            put(folder / f"office-{word}.html", office_page(book, catalogue, word, state=state).encode())
            for word in languages
        ),
        *(put(folder / f"map-{word}.html", map_page(book, rings, word).encode()) for word in languages),
    ]
    say("write", 1, 1)
    return written


def _sheet(round_: BookRound, book: WeekBook, catalogue: Catalogue) -> bytes:
    here = acts.office()
    near = [f for f in outlines("canton", cache=here.settings.cache)["features"] if _district_of(f) == round_.district]
    keys = {s.sector for s in round_.stops}
    return carry_sheet(
        round_,
        week=book.week,
        members=[person_name(here.store, member) for member in round_.members],
        contacts=_contacts(round_, catalogue),
        checklists={key: checklist(catalogue.sectors[key], catalogue) for key in keys},
        sector_labels={key: catalogue.sectors[key].label.say(round_.language) for key in keys},
        outlines=_rings(near),
    )


def _contacts(round_: BookRound, catalogue: Catalogue) -> list[Contact]:
    """Return whom to ring from this round: emergency, police cell, auditorate of each area it touches, the centres."""
    lons, lats = [s.lon for s in round_.stops], [s.lat for s in round_.stops]
    cantons = sorted({str(c) for c in locate(lons, lats, cache=acts.office().settings.cache).canton if c})
    found = [competence(canton(c), round_.day, offices=catalogue.offices) for c in cantons]
    wanted = [("emergency", "emergency")]
    wanted += [("police_cell", c.police_directorate) for c in found] + [("auditorate", c.auditorate) for c in found]
    wanted += [("centres", "centres")]
    return [_contact(role, key, catalogue, round_.language) for role, key in dict.fromkeys(wanted)]


def _contact(role: str, key: str, catalogue: Catalogue, lang: Lang) -> Contact:
    known = catalogue.recipients[key]
    return Contact(role=role, name=known.name.say(lang), number=known.telephone, to_verify=known.is_to_verify)


def _district_of(feature: dict[str, object]) -> str:
    properties = feature["properties"]
    return str(properties["arrondissement"]) if isinstance(properties, dict) else ""


def _rings(features: Iterable[dict[str, object]]) -> list[list[tuple[float, float]]]:
    """Return the outer rings of polygons and multipolygons."""
    rings = []
    for feature in features:
        shape = feature["geometry"]
        assert isinstance(shape, dict)  # noqa: S101  a GeoJSON feature of ours always has a geometry
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings += [[(x, y) for x, y in polygon[0]] for polygon in polygons]
    return rings


def _folder(book: WeekBook) -> Path:
    return acts.office().settings.out / book.week


def put(file: Path, content: bytes) -> Path:
    """Write whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(file)
    return file
