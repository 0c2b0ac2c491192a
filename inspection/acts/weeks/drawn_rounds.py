"""What the form draws the map of a round from: outlines of the cantons and streets round the visits, in few bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from inspection.acts.weeks.missions import Mission
from inspection.registers.lake import Lake
from inspection.reporting.paper import Outline
from inspection.territory import outlines
from inspection.territory.addresses import Street, streets_near
from inspection.time_of import day_in_brussels
from inspection.trust import Context

UNIT: Final = 20_000  # parts of a degree: some four to six metres, finer than a finger on the map
_NEAR: Final = 0.15  # degrees round the visits within which a canton may be seen, as on the sheet
_REACH_M: Final = 350.0
_MOST_STREETS: Final = 30  # round one visit
Line = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RoundMap:
    """Lines of whole numbers, in parts of a degree: the first point, then each step to the next, longitude first.

    outlines
        A canton's French and Dutch name, with its outer rings.
    streets
        A street's French and Dutch name, with its line; none where no address file was taken in.
    """

    unit: int
    outlines: tuple[tuple[str, str, tuple[Line, ...]], ...]
    streets: tuple[tuple[str, str, Line], ...]


def round_map(context: Context, missions: Sequence[Mission]) -> RoundMap:
    """Return what is drawn round some visits; nothing of it tells more of them than where they are."""
    points = list(dict.fromkeys((one.lon, one.lat) for one in missions))
    return RoundMap(
        unit=UNIT,
        outlines=_outlines(context, points) if points else (),
        streets=tuple((one.name_fr, one.name_nl, line_of(one.line)) for one in _streets(context, points)),
    )


def line_of(points: Iterable[tuple[float, float]]) -> Line:
    """Write a line as whole numbers; points that fall together at this size are one."""
    steps, at = [], (0, 0)
    for n, (lon, lat) in enumerate(points):
        here = (round(lon * UNIT), round(lat * UNIT))
        if n == 0 or here != at:
            steps += [here[0] - at[0], here[1] - at[1]]
        at = here
    return tuple(steps)


def _outlines(context: Context, points: Sequence[tuple[float, float]]) -> tuple[tuple[str, str, tuple[Line, ...]], ...]:
    features = outlines("canton", cache=context.settings.cache)["features"]
    near = [(one["properties"], Outline.of(one, str(one["id"]))) for one in features]
    return tuple(
        (named["fr"], named["nl"], tuple(line_of(ring) for ring in outline.rings))
        for named, outline in near
        if outline.is_near(points, _NEAR)
    )


def _streets(context: Context, points: Sequence[tuple[float, float]]) -> tuple[Street, ...]:
    """Return the streets of the address file; none where none was taken in."""
    on = day_in_brussels(context.at)
    lake = Lake(context.settings.lake, context.store.keys)
    if not points or lake.snapshot("addresses", on) is None:
        return ()
    return streets_near(lake.scan("addresses", "address", on), points, _REACH_M, _MOST_STREETS)
