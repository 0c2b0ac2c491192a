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

    family = "BENCH"


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
            raise self.fault(f"{what} is not a number", "Every field of the format is a plain number.")
        return number

    def whole(self, at: int, what: str) -> int:
        """Return the field as a whole number that is not negative."""
        number = self.number(at, what)
        if number < 0 or number != int(number):
            raise self.fault(f"{what} is {number:g}, not a whole number", "Counts and vertex numbers are whole.")
        return int(number)

    def fault(self, what: str, advice: str) -> InstanceFault:
        """Return the refusal of the file at this line."""
        return InstanceFault(what, where=self.where, advice=advice, code="001")


def read_instance(path: Path, *, routes: int | None = None, decimals: int | None = None) -> Problem:
    """Read one file of either format; see `parse_instance`."""
    try:
        text = path.read_text(encoding="ascii")
    except UnicodeDecodeError:
        advice = "Instances are plain ASCII: leave other files out of the folder."
        raise InstanceFault("the file is no plain text", where=path.name, advice=advice, code="001") from None
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
        raise InstanceFault(f"{routes} routes", where="--routes", advice="Give 1 or more.", code="002")
    lines = list(_lines(name, text))
    if not lines:
        raise InstanceFault("the file is empty", where=name, advice="Fetch it again.", code="001")
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
        raise lines[-1].fault("the header is cut off", "A TOP file begins with n, m and tmax.")
    for line, word in zip(lines[:3], ("n", "m", "tmax"), strict=True):
        if len(line.fields) != 2 or line.fields[0] != word:
            raise line.fault(f"expected '{word}' and a number", "A TOP file begins with n, m and tmax, a line each.")
    points, stated, longest = lines[0].whole(1, "n"), lines[1].whole(1, "m"), lines[2].number(1, "tmax")
    rows = lines[3:]
    _expect_rows(lines[0], rows, points, "n points")
    if points < 2 or stated < 1 or longest < 0:
        raise lines[0].fault("n, m or tmax is too small", "n counts start and end; m is 1 or more; tmax is 0 or more.")
    for row in rows:
        if len(row.fields) != 3:
            raise row.fault(f"{len(row.fields)} fields instead of 3", "A point is x, y and its score.")
    places = [(row.number(0, "x"), row.number(1, "y")) for row in rows]
    scores = [_score(row, 2) for row in rows]
    for row, score in ((rows[0], scores[0]), (rows[-1], scores[-1])):
        if score:
            raise row.fault(f"the start or the end has a score of {score:g}", "Both have 0 in this format.")
    visits = [_visit(number, places[number], 0.0, scores[number], (0.0, longest)) for number in range(1, points - 1)]
    days = _team_days(routes or stated, places[0], places[-1], (0.0, longest))
    return _problem(name, visits, days, Plane(), 1000, suffix="" if routes in (None, stated) else f"-m{routes}")


def _toptw(name: str, lines: Sequence[_Line], routes: int, decimals: int | None) -> Problem:
    """k v N t; one or more lines D Q; then N + 1 lines i x y d S f a list O C, vertex 0 being start and end."""
    head = lines[0]
    if len(head.fields) != 4:
        raise head.fault(f"{len(head.fields)} fields instead of 4", "A TOPTW file begins with k v N t.")
    customers, periods = head.whole(2, "N"), head.whole(3, "t")
    rows = list(lines[1:])
    loads = 0
    while rows and len(rows[0].fields) <= 2:
        rows.pop(0)
        loads += 1
    if not 1 <= loads <= max(1, periods):
        raise head.fault(f"{loads} lines 'D Q' after the first", "There is one, or one for each of the t days.")
    _expect_rows(head, rows, customers + 1, "N customers and the depot")
    for number, row in enumerate(rows):
        _check_row(row, number)
    suffix = f"-m{routes}" if decimals is None else f"-m{routes}-d{decimals}"
    if decimals is None:
        decimals = 2 if name.lower().startswith("pr") else 1
    window = (rows[0].number(-2, "O"), rows[0].number(-1, "C"))
    if _score(rows[0], 4):
        raise rows[0].fault("the depot has a score", "Vertex 0 is start and end, with a score of 0.")
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
        raise row.fault(f"vertex {row.fields[0]} where {number} belongs", "Vertices are numbered from 0 without a gap.")
    if len(row.fields) < 9 or len(row.fields) != 9 + row.whole(6, "a"):
        advice = "A vertex is i x y d S f a, a list of a numbers, O and C."
        raise row.fault(f"{len(row.fields)} fields, not 9 and the list", advice)
    for at in range(len(row.fields)):
        row.number(at, f"field {at + 1}")
    if row.number(3, "d") < 0 or row.number(-2, "O") > row.number(-1, "C"):
        raise row.fault("a negative duration, or a window that closes before it opens", "Check d, O and C.")


def _expect_rows(head: _Line, rows: Sequence[_Line], count: int, what: str) -> None:
    if len(rows) != count:
        where = rows[-1] if rows else head
        raise where.fault(f"{len(rows)} point lines in the file, {count} stated", f"The header counts {what}.")


def _score(row: _Line, at: int) -> float:
    score = row.number(at, "the score")
    if score < 0:
        raise row.fault(f"a score of {score:g}", "Scores are 0 or more.")
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
