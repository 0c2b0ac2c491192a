"""A straight line through costs, and its plot: whether twice the country costs twice as much."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, linear_regression
from xml.sax.saxutils import escape

Points = Sequence[tuple[float, float]]  # times the national size, processor seconds


@dataclass(frozen=True)
class Fit:
    """A line `fixed + slope × times` by least squares.

    worst
        The largest distance of a point from the line, as a part of what the line says there.
    exponent
        Of `cost − fixed` over times, by its logarithms: 1 is linear, 2 quadratic. Nan where a cost is below `fixed`.
    """

    fixed: float
    slope: float
    r_squared: float
    worst: float
    exponent: float


def fit(points: Points) -> Fit:
    """Return the line through at least two points."""
    x, y = [a for a, _ in points], [b for _, b in points]
    slope, fixed = linear_regression(x, y)
    said = [fixed + slope * one for one in x]
    lost = sum((a - b) ** 2 for a, b in zip(y, said, strict=True))
    around = sum((one - fmean(y)) ** 2 for one in y)
    above = [(a, b - fixed) for a, b in points]
    return Fit(
        fixed=fixed,
        slope=slope,
        r_squared=1 - lost / around if around else 1.0,
        worst=max(abs(a - b) / abs(b) for a, b in zip(y, said, strict=True)),
        exponent=_exponent(above) if all(cost > 0 for _, cost in above) else math.nan,
    )


def _exponent(points: Points) -> float:
    return linear_regression([math.log(a) for a, _ in points], [math.log(b) for _, b in points]).slope


WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM = 640, 400, 64, 16, 16, 48
COLOURS = ("#1f5f8b", "#b3541e", "#3c7a3c", "#6b4c8a")


def plot(costs: Mapping[str, Points]) -> str:
    """Return an SVG of each row of costs: its points, and the line through them."""
    most_x = max(x for points in costs.values() for x, _ in points)
    most_y = max(y for points in costs.values() for _, y in points) * 1.05

    def at(x: float, y: float) -> tuple[float, float]:
        across, up = (WIDE - LEFT - RIGHT) * x / most_x, (HIGH - TOP - BOTTOM) * y / most_y
        return round(LEFT + across, 1), round(HIGH - BOTTOM - up, 1)

    parts = [*_axes(at, most_x, most_y)]
    for place, (name, points) in enumerate(costs.items()):
        colour, line = COLOURS[place % len(COLOURS)], fit(points)
        (x1, y1), (x2, y2) = at(0, max(line.fixed, 0)), at(most_x, line.fixed + line.slope * most_x)
        parts.append(f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{colour}" fill="none"/>')
        parts += [f'<circle cx="{a}" cy="{b}" r="4" fill="{colour}"/>' for a, b in (at(*point) for point in points)]
        parts.append(_text(LEFT + 12, TOP + 16 + 18 * place, name, colour))
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" '
        f'font-size="13">\n'
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _axes(at: object, most_x: float, most_y: float) -> list[str]:
    assert callable(at)
    (left, bottom), (right, _), (_, top) = at(0, 0), at(most_x, 0), at(0, most_y)
    marks = [f'<path d="M{left} {top}V{bottom}H{right}" stroke="#444" fill="none"/>']
    for part in range(5):
        x, y = most_x * part / 4, most_y * part / 4
        marks.append(_text(at(x, 0)[0] - 8, HIGH - BOTTOM + 18, f"{x:g}", "#222"))
        marks.append(_text(8, at(0, y)[1] + 4, f"{y:,.0f} s", "#222"))
    marks.append(_text(WIDE / 2 - 90, HIGH - 10, "times the national size; seconds of processor", "#222"))
    return marks


def _text(x: float, y: float, text: str, colour: str) -> str:
    return f'<text x="{x}" y="{y}" fill="{colour}">{escape(text)}</text>'
