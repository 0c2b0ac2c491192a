"""A small map as SVG, drawn from outlines that travel with the product: no tile, no request, no network."""

from collections.abc import Iterable, Sequence
from html import escape
from math import cos, radians

Point = tuple[float, float]
Ring = Sequence[Point]


def outline_map(
    rings: Iterable[Ring], stops: Sequence[tuple[str, Point]], office: Point, *, width: int = 420, height: int = 300
) -> str:
    """Return an SVG of the office and the numbered stops in order, over the outlines that cross the frame.

    Longitude is shrunk by the cosine of the latitude, which is exact enough for the size of a district.

    rings
        Outlines as (longitude, latitude).
    stops
        (number, point) in the order in which they are visited.
    """
    frame = _Frame([office, *(point for _, point in stops)], width, height)
    lines = "".join(
        f'<path d="{frame.path(ring)}" fill="#f4f4f0" stroke="#9a9a92" stroke-width="0.8"/>'
        for ring in rings
        if frame.crosses(ring)
    )
    route = " ".join("{:.1f},{:.1f}".format(*frame.at(p)) for p in [office, *(p for _, p in stops), office])
    marks = "".join(_mark(number, frame.at(point)) for number, point in stops)
    x, y = frame.at(office)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<rect width="{width}" height="{height}" fill="#e8eef2"/>{lines}'
        f'<polyline points="{route}" fill="none" stroke="#1f5a7a" stroke-width="1.4" stroke-dasharray="5 3"/>'
        f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="#1f5a7a"/>{marks}'
        f'<rect width="{width}" height="{height}" fill="none" stroke="#9a9a92"/></svg>'
    )


def _mark(number: str, at: Point) -> str:
    x, y = at
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8.5" fill="#ffffff" stroke="#1f5a7a" stroke-width="1.6"/>'
        f'<text x="{x:.1f}" y="{y + 3.6:.1f}" font-size="10" text-anchor="middle" fill="#12303f">'
        f"{escape(number)}</text>"
    )


class _Frame:
    """The part of the country that the map shows, with a margin, in its own proportions."""

    def __init__(self, points: Sequence[Point], width: int, height: int) -> None:
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        self.shrink = cos(radians(sum(lats) / len(lats)))
        across = max((max(lons) - min(lons)) * self.shrink, 0.02) * 1.3
        upward = max(max(lats) - min(lats), 0.02) * 1.3
        self.scale = min(width / across, height / upward)
        self.middle = ((max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2)
        self.width, self.height = width, height

    def at(self, point: Point) -> Point:
        lon, lat = point
        return (
            self.width / 2 + (lon - self.middle[0]) * self.shrink * self.scale,
            self.height / 2 - (lat - self.middle[1]) * self.scale,
        )

    def crosses(self, ring: Ring) -> bool:
        """Tell whether the ring's bounding box meets the frame."""
        xs, ys = zip(*(self.at(p) for p in ring), strict=True)
        return bool(max(xs) >= 0 and min(xs) <= self.width and max(ys) >= 0 and min(ys) <= self.height)

    def path(self, ring: Ring) -> str:
        return "M" + "L".join("{:.1f} {:.1f}".format(*self.at(p)) for p in ring) + "Z"
