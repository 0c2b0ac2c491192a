"""Read the published text formats of TOP (Chao) and TOPTW (Righini and Salani, from Solomon's and Cordeau's files).

The readers are strict: a file that says one thing and holds another is refused whole, with its name and line, since a
figure on a misread instance is worse than none. Format descriptions: the Orienteering Problem pages of KU Leuven.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from benchmarks.planning.plane import Plane
from benchmarks.planning.problem import Problem
from benchmarks.planning.weeks import MONDAY
from inspection.errors import InspectionError
from inspection.planning.problem import RoundPolicy, TeamDay, Visit


class InstanceFault(InspectionError):
    """A file of others' instances is not what its format says."""

    file = Path(__file__).with_name("faults.yaml")


@dataclass(frozen=True)
class _Line:
    """One line that holds something, and where it stands."""

    where: str
    fields: tuple[str, ...]

    def number(self, at: int, what: str) -> float:
        """Return the field as a finite number."""
        try:
            number = float(self.fields[at])
        except (IndexError, ValueError):
            number = float("nan")
        if not isfinite(number):
            raise InstanceFault("BENCH-003", field=what, where=self.where)
        return number

    def whole(self, at: int, what: str) -> int:
        """Return the field as a whole number that is not negative."""
        number = self.number(at, what)
        if number < 0 or number != int(number):
            raise InstanceFault("BENCH-004", field=what, number=number, where=self.where)
        return int(number)


def read_instance(path: Path, *, routes: int | None = None, decimals: int | None = None) -> Problem:
    """Read one file of either format; see `parse_instance`."""
    try:
        text = path.read_text(encoding="ascii")
    except UnicodeDecodeError:
        raise InstanceFault("BENCH-001", where=path.name) from None
    return parse_instance(path.name, text, routes=routes, decimals=decimals)


def parse_instance(name: str, text: str, *, routes: int | None = None, decimals: int | None = None) -> Problem:
    """Return the problem that the text of a file states, the two formats told apart by the first word.

    routes
        Number of routes. A TOP file states its own, which this overrides; a TOPTW file states none (1 when None).
    decimals
        For TOPTW, digits kept of a distance; None keeps 2 for files named pr… (Cordeau) and 1 for all others (Solomon),
        as in the published results. TOP always uses double precision.

    Raises InstanceFault for a file that does not keep to its format.
    """
    if routes is not None and routes < 1:
        raise InstanceFault("BENCH-002", routes=routes)
    lines = list(_lines(name, text))
    if not lines:
        raise InstanceFault("BENCH-005", where=name)
    if lines[0].fields[0] == "n":
        return _top(name, lines, routes)
    return _toptw(name, lines, routes or 1, decimals)


def _lines(name: str, text: str) -> Iterator[_Line]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield _Line(f"{name}, line {number}", tuple(line.split()))


def _top(name: str, lines: Sequence[_Line], routes: int | None) -> Problem:
    """n N, m M, tmax T; then N lines x y score, the first of them the start and the last the end."""
    if len(lines) < 3:
        raise InstanceFault("BENCH-006", where=lines[-1].where)
    for line, word in zip(lines[:3], ("n", "m", "tmax"), strict=True):
        if len(line.fields) != 2 or line.fields[0] != word:
            raise InstanceFault("BENCH-007", word=word, where=line.where)
    points, stated, longest = lines[0].whole(1, "n"), lines[1].whole(1, "m"), lines[2].number(1, "tmax")
    rows = lines[3:]
    _expect_rows(lines[0], rows, points, "n points")
    if points < 2 or stated < 1 or longest < 0:
        raise InstanceFault("BENCH-008", where=lines[0].where)
    for row in rows:
        if len(row.fields) != 3:
            raise InstanceFault("BENCH-009", fields=len(row.fields), where=row.where)
    places = [(row.number(0, "x"), row.number(1, "y")) for row in rows]
    scores = [_score(row, 2) for row in rows]
    for row, score in ((rows[0], scores[0]), (rows[-1], scores[-1])):
        if score:
            raise InstanceFault("BENCH-010", score=score, where=row.where)
    visits = [_visit(number, places[number], 0.0, scores[number], (0.0, longest)) for number in range(1, points - 1)]
    days = _team_days(routes or stated, places[0], places[-1], (0.0, longest))
    return _problem(name, visits, days, Plane(), 1000, suffix="" if routes in (None, stated) else f"-m{routes}")


def _toptw(name: str, lines: Sequence[_Line], routes: int, decimals: int | None) -> Problem:
    """k v N t; one or more lines D Q; then N + 1 lines i x y d S f a list O C, vertex 0 being start and end."""
    head = lines[0]
    if len(head.fields) != 4:
        raise InstanceFault("BENCH-011", fields=len(head.fields), where=head.where)
    customers, periods = head.whole(2, "N"), head.whole(3, "t")
    rows = list(lines[1:])
    loads = 0
    while rows and len(rows[0].fields) <= 2:
        rows.pop(0)
        loads += 1
    if not 1 <= loads <= max(1, periods):
        raise InstanceFault("BENCH-012", loads=loads, where=head.where)
    _expect_rows(head, rows, customers + 1, "N customers and the depot")
    for number, row in enumerate(rows):
        _check_row(row, number)
    suffix = f"-m{routes}" if decimals is None else f"-m{routes}-d{decimals}"
    if decimals is None:
        decimals = 2 if name.lower().startswith("pr") else 1
    window = (rows[0].number(-2, "O"), rows[0].number(-1, "C"))
    if _score(rows[0], 4):
        raise InstanceFault("BENCH-013", where=rows[0].where)
    visits = [
        _visit(
            number,
            (row.number(1, "x"), row.number(2, "y")),
            row.number(3, "d"),
            _score(row, 4),
            (row.number(-2, "O"), row.number(-1, "C")),
        )
        for number, row in enumerate(rows[1:], 1)
    ]
    office = (rows[0].number(1, "x"), rows[0].number(2, "y"))
    days = _team_days(routes, office, office, window)
    return _problem(name, visits, days, Plane(decimals), 100, suffix=suffix)


def _check_row(row: _Line, number: int) -> None:
    """Refuse a vertex out of order, a list of another length than it says, times that run backwards."""
    if row.whole(0, "i") != number:
        raise InstanceFault("BENCH-014", vertex=row.fields[0], number=number, where=row.where)
    if len(row.fields) < 9 or len(row.fields) != 9 + row.whole(6, "a"):
        raise InstanceFault("BENCH-015", fields=len(row.fields), where=row.where)
    for at in range(len(row.fields)):
        row.number(at, f"field {at + 1}")
    if row.number(3, "d") < 0 or row.number(-2, "O") > row.number(-1, "C"):
        raise InstanceFault("BENCH-016", where=row.where)


def _expect_rows(head: _Line, rows: Sequence[_Line], count: int, what: str) -> None:
    if len(rows) != count:
        last = rows[-1] if rows else head
        raise InstanceFault("BENCH-017", lines=len(rows), stated=count, counted=what, where=last.where)


def _score(row: _Line, at: int) -> float:
    score = row.number(at, "the score")
    if score < 0:
        raise InstanceFault("BENCH-018", score=score, where=row.where)
    return score


def _visit(number: int, point: tuple[float, float], minutes: float, value: float, window: tuple[float, float]) -> Visit:
    name = f"{number}"
    return Visit(
        id=name,
        workplace=name,
        point=point,
        minutes=minutes,
        value=value,
        windows=(window,),
        days=frozenset([MONDAY]),
    )


def _team_days(
    routes: int, start: tuple[float, float], end: tuple[float, float], shift: tuple[float, float]
) -> list[TeamDay]:
    return [
        TeamDay(team=f"R{each:02}", day=MONDAY, office=start, end=end, shift=shift, languages=frozenset(), size=1)
        for each in range(1, routes + 1)
    ]


def _problem(
    name: str, visits: list[Visit], team_days: list[TeamDay], travel: Plane, scale: int, suffix: str = ""
) -> Problem:
    return Problem(
        name=name.removesuffix(".txt") + suffix,
        visits=tuple(visits),
        team_days=tuple(team_days),
        travel=travel,
        policy=RoundPolicy.free(),
        scale=scale,
    )
