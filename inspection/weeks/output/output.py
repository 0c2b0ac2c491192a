"""Where a week's files go: proposed for the office, then sheets and calendars for the teams once it is approved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from inspection import acts, files
from inspection.i18n import Lang
from inspection.progress import say
from inspection.reporting.pages import district_page, map_page, office_page
from inspection.reporting.paper import Outline
from inspection.reporting.sheets import team_calendar
from inspection.reporting.week import (
    BookRound,
    WeekBook,
    district_bytes,
    plan_json,
    plan_parquet,
    rounds_geojson,
    week_list,
)
from inspection.targeting.assessing import Assessments, assessment_file, cell_sums, map_files, placed, write_map
from inspection.territory import outlines
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, Context
from inspection.weeks.output.sheets import SheetDesk
from inspection.weeks.output.stale_sheets import calendar_file, remove_stale, sheet_file

_put = partial(files.put, is_waited_for=False)  # what is lost with the power is written again from the store

# no name: it may be a person's, and names stay sealed in the store
KEPT = ["workplace", "sector", "district", "municipality", "postcode", "lon", "lat", "quality", "points"]


def keep_assessment(app: AppContext, assessments: Assessments, on: date) -> Path:
    """Keep what the cards said on a day in the lake, and what the risk map reads of it; returns the file."""
    file = assessment_file(app.settings.lake, on)
    with files.writing(file, is_waited_for=False) as stream:
        assessments.frame.select(KEPT).write_parquet(stream)
    kept = placed(assessments, KEPT, acts.maps.untold_signals(app.catalogue(on)))
    rows, sums = map_files(app.settings.lake, on)
    with files.writing(sums, is_waited_for=False) as stream:
        cell_sums(kept).write_parquet(stream)
    with files.writing(rows, is_waited_for=False) as stream:
        write_map(stream, kept, assessments)
    return file


def write_proposed(app: AppContext, book: WeekBook, on: date, languages: Sequence[Lang] = ()) -> list[Path]:
    """Write what the office reads of a proposed week: plan files, pages, map.

    languages
        Of the pages; those of the week's teams by default.
    """
    return _write_office(app, book, on, "proposed", languages)


def write_approved(
    context: Context,
    book: WeekBook,
    approved_at: datetime,
    on: date,
    languages: Sequence[Lang] = (),
    *,
    carried: Sequence[BookRound] | None = None,
) -> list[Path]:
    """Write what the teams carry of an approved week, and the office's pages as approved.

    Sheets and calendars of rounds that no approved plan of the week holds any more go. A mark by the book's hash comes
    last: see `is_written`.

    approved_at
        Stamped on every calendar event, so that writing again gives the same bytes.
    carried
        The rounds as the teams carry them (see `carried`); those of the book by default.
    """
    app = context.app
    folder, taken = _folder(app, book), book.rounds if carried is None else tuple(carried)
    desk = SheetDesk(context, book.week, taken, app.catalogue(IsoWeek.parse(book.week).monday))
    written = _write_office(app, book, on, "approved", languages)
    # sheets with the same checklists one after the other: typst then remembers how they are laid out
    rounds = sorted((r for r in taken if r.stops), key=lambda r: (r.language, sorted({s.sector for s in r.stops})))
    say("sheets", 0, len(rounds))
    for done, round_ in enumerate(rounds, 1):
        written.append(_put(sheet_file(folder, round_), desk.sheet(round_)))
        say("sheets", done, len(rounds))
    for team in sorted({r.team for r in rounds}):
        own = tuple(r for r in rounds if r.team == team)
        stamped = team_calendar(own, stamped_at=approved_at)
        written.append(_put(calendar_file(folder, team, book.week), stamped))
    remove_stale(context, folder, book, taken)
    return [*written, _put(_mark(context, book.week, book.sha256), b"")]


def carried(context: Context, plan_id: str, book: WeekBook) -> tuple[BookRound, ...]:
    """Return a plan's rounds as its teams carry them: with what a magistrate ordered, for a team that may see it.

    Days that are still secret are not in it: their sheets and calendars are written when they no longer are.
    """
    rounds = acts.orders.carried_rounds(context, plan_id, book.rounds)
    return acts.weeks.shown_days(context.app, context.at, rounds)


def write_changed(
    context: Context,
    book: WeekBook,
    before: Sequence[BookRound],
    approved_at: datetime,
    on: date,
    languages: Sequence[Lang] = (),
    *,
    carried: Sequence[BookRound] | None = None,
) -> list[Path]:
    """Write what a replanned week changes: sheets of team-days with other stops or hours, and their teams' calendars.

    A team-day that has no round any more loses its sheet. Where sheets of the week before are missing, the whole week
    is written; and also where this one was written already, since whoever asks for it again permitted something
    meanwhile.

    before
        The rounds of the plan that this one replans, as the teams carry them.
    carried
        The rounds as the teams carry them; those of the book by default.
    """
    app = context.app
    folder, taken = _folder(app, book), book.rounds if carried is None else tuple(carried)
    old = {(r.team, r.day): r for r in before if r.stops}
    if is_written(context, book.week, book.sha256) or not all(sheet_file(folder, r).exists() for r in old.values()):
        return write_approved(context, book, approved_at, on, languages, carried=taken)
    desk = SheetDesk(context, book.week, taken, app.catalogue(IsoWeek.parse(book.week).monday))
    new = {(r.team, r.day): r for r in taken if r.stops}
    changed = sorted(key for key in {*old, *new} if _told(old.get(key)) != _told(new.get(key)))
    again = [new[key] for key in changed if key in new]
    written: list[Path] = []
    say("sheets", 0, len(again))
    for done, round_ in enumerate(again, 1):
        written.append(_put(sheet_file(folder, round_), desk.sheet(round_)))
        say("sheets", done, len(again))
    teams = {team for team, _ in changed}
    for team in sorted(teams):
        own = tuple(r for r in taken if r.team == team and r.stops)
        written.append(_put(calendar_file(folder, team, book.week), team_calendar(own, stamped_at=approved_at)))
    remove_stale(context, folder, book, taken, emptied=teams)
    written += _write_office(app, book, on, "approved", languages)
    return [*written, _put(_mark(context, book.week, book.sha256), b"")]


def _told(round_: BookRound | None) -> list[tuple[str, float, float]]:
    """Return what a sheet tells its team of a round: which visits, and when."""
    return [] if round_ is None else [(stop.code, stop.start, stop.leave) for stop in round_.stops]


def _write_office(app: AppContext, book: WeekBook, on: date, state: str, languages: Sequence[Lang]) -> list[Path]:
    folder = _folder(app, book)
    say("write", 0, 1)
    written = [
        _put(folder / "week.json", week_list(book)),
        *(_put(folder / "books" / f"{one.district}.json", district_bytes(one)) for one in book.books),
        _put(folder / "plan.json", plan_json(book)),
        _put(folder / "plan.parquet", plan_parquet(book)),
        _put(folder / "rounds.geojson", rounds_geojson(book)),
    ]
    teams = acts.staff.team_names(app.acting_as_flow("write_sheets"))
    for lang in languages or sorted({r.language for r in book.rounds}):
        written += _write_pages(app, book, on, state, lang, teams)
    say("write", 1, 1)
    return written


def _write_pages(
    app: AppContext, book: WeekBook, on: date, state: str, lang: Lang, teams: Mapping[str, str]
) -> Iterable[Path]:
    folder, catalogue = _folder(app, book), app.catalogue(on)
    drawn = [
        Outline.of(feature, feature["properties"][lang])
        for feature in outlines("arrondissement", cache=app.settings.cache)["features"]
    ]
    yield _put(folder / f"map-{lang}.html", map_page(book, drawn, lang, teams=teams).encode())
    yield _put(folder / f"office-{lang}.html", office_page(book, catalogue, lang, state=state, teams=teams).encode())
    for one in book.books:
        page = district_page(one, catalogue, lang, state=state, teams=teams)
        yield _put(folder / "office" / f"{one.district}-{lang}.html", page.encode())


def _folder(app: AppContext, book: WeekBook) -> Path:
    return app.settings.out / book.week


def is_written(context: Context, week: str, sha256: str) -> bool:
    """Tell whether the sheets and calendars of an approved plan are written, or of a version what it changed.

    Where days are kept secret: those of every day that is no longer.
    """
    return _mark(context, week, sha256).exists()


def _mark(context: Context, week: str, sha256: str) -> Path:
    until = acts.weeks.shown_until(context.app, context.at)
    is_part = until is not None and until < IsoWeek.parse(week).days[-1]
    return context.settings.out / week / "written" / (f"{sha256}.{until}" if is_part else sha256)
