"""The calibration plot, drawn by us as SVG: the same for a page, a PDF and a screen."""

from collections.abc import Sequence
from html import escape

from inspection.reporting.model_card.content import PlotPoint

_WIDE, _HIGH = 560, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 16, 16, 58
_INK, _PALE, _LINE, _FILL = "#12303f", "#5a666d", "#d3d9dd", "#8fb3c7"
_LEAST, _MOST = 5.0, 17.0  # radius of a circle, in pixels
_FONT = "Libertinus Serif, Georgia, serif"
_STEPS = (0.02, 0.05, 0.1, 0.2, 0.25)


def calibration_plot(points: Sequence[PlotPoint], *, said: str, found: str) -> str:
    """Return what was found over what was said, each group of places a circle; on the diagonal both are the same.

    Arguments: `said`, `found` what the axes are called.
    """
    top = _top(points)
    marks = [n * _step(top) for n in range(round(top / _step(top)) + 1)]
    body = [
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#ffffff"/>',
        *(_grid(mark, top) for mark in marks),
        f'<path d="M{_x(0, top)} {_y(0, top)}L{_x(top, top)} {_y(top, top)}" stroke="{_PALE}" stroke-dasharray="6 4"/>',
        _joined(points, top),
        *(_circle(point, points, top) for point in points),
        _text((_LEFT + _WIDE - _RIGHT) / 2, _HIGH - 12, escape(said), size=16),
        f'<g transform="rotate(-90 18 {_HIGH / 2 - 20:.0f})">{_text(18, _HIGH / 2 - 20, escape(found), size=16)}</g>',
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}" '
        f'font-family="{_FONT}" role="img">{"".join(body)}</svg>'
    )


def _top(points: Sequence[PlotPoint]) -> float:
    """Return the end of both axes: a little beyond the largest share, at most 1."""
    most = max((max(point.said, point.found) for point in points), default=1.0)
    step = _step(most)
    return min(1.0, step * (int(most / step + 1e-9) + 1))


def _step(top: float) -> float:
    return next((step for step in _STEPS if top / step <= 6), _STEPS[-1])


def _x(share: float, top: float) -> str:
    return f"{_LEFT + share / top * (_WIDE - _LEFT - _RIGHT):.1f}"


def _y(share: float, top: float) -> str:
    return f"{_HIGH - _BOTTOM - share / top * (_HIGH - _TOP - _BOTTOM):.1f}"


def _grid(mark: float, top: float) -> str:
    x, y, label = _x(mark, top), _y(mark, top), f"{100 * mark:.0f} %"
    return (
        f'<path d="M{x} {_y(0, top)}V{_y(top, top)}M{_x(0, top)} {y}H{_x(top, top)}" stroke="{_LINE}" fill="none"/>'
        + _text(float(x), _HIGH - _BOTTOM + 20, label)
        + _text(_LEFT - 8, float(y) + 5, label, anchor="end")
    )


def _joined(points: Sequence[PlotPoint], top: float) -> str:
    way = " ".join(f"{_x(p.said, top)},{_y(p.found, top)}" for p in sorted(points, key=lambda p: p.said))
    return f'<polyline points="{way}" fill="none" stroke="{_INK}" stroke-width="1.5"/>'


def _circle(point: PlotPoint, points: Sequence[PlotPoint], top: float) -> str:
    heaviest = max(each.part for each in points) or 1.0
    radius = _LEAST + (_MOST - _LEAST) * (point.part / heaviest) ** 0.5 / 2
    place = f'cx="{_x(point.said, top)}" cy="{_y(point.found, top)}" r="{radius:.1f}"'
    return f'<circle {place} fill="{_FILL}" fill-opacity="0.8" stroke="{_INK}" stroke-width="1.5"/>'


def _text(x: float, y: float, text: str, *, size: int = 14, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{_INK}">{text}</text>'
