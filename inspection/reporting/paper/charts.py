"""One chart, drawn by us as SVG: the same drawing on a page, on paper, in the dark and for whoever only hears it."""

from collections.abc import Sequence
from html import escape

_HIGH, _TOP, _BOTTOM, _SIDE = 220, 26, 40, 8
_STEP, _COLUMN = 46, 30  # from one column to the next, and how wide one is
_UNSEEN = 16  # the height of a frame that stands for what may not be shown: it says nothing about the number
_FONT = "Libertinus Serif, Georgia, serif"


def column_chart(points: Sequence[tuple[str, int | None]], *, told: str, hidden: str = "…") -> str:
    """Return one column for each point, with its number above and its name below; the scale begins at zero.

    A number that may not be shown is a dashed frame of one height, whatever it is. Ink alone is used, in the colour of
    the text around, so that it prints and turns dark with its page.

    Arguments: `points` name and number in order; `told` what it shows, in words; `hidden` the sign for what is not
    shown.
    """
    wide = 2 * _SIDE + _STEP * max(len(points), 1)
    most = max((number for _, number in points if number is not None), default=0) or 1
    floor = _HIGH - _BOTTOM
    drawn = "".join(_column(place, *point, most=most, hidden=hidden) for place, point in enumerate(points))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {_HIGH}" width="{wide}" height="{_HIGH}" '
        f'font-family="{_FONT}" font-size="14" text-anchor="middle" fill="currentColor" role="img" '
        f'aria-label="{escape(told)}">{drawn}'
        f'<path d="M{_SIDE} {floor}H{wide - _SIDE}" stroke="currentColor" fill="none"/></svg>'
    )


def _column(place: int, name: str, number: int | None, *, most: int, hidden: str) -> str:
    floor, left = _HIGH - _BOTTOM, _SIDE + place * _STEP + (_STEP - _COLUMN) / 2
    middle = left + _COLUMN / 2
    high = _UNSEEN if number is None else round((floor - _TOP) * number / most, 1)
    look = 'fill="none" stroke="currentColor" stroke-dasharray="3 3"' if number is None else 'fill-opacity="0.65"'
    said = hidden if number is None else str(number)
    first, _, second = name.partition(" ")
    return (
        f'<rect x="{left:g}" y="{floor - high:g}" width="{_COLUMN}" height="{high:g}" {look}/>'
        f'<text x="{middle:g}" y="{floor - high - 6:g}">{escape(said)}</text>'
        f'<text x="{middle:g}" y="{floor + 17:g}">{escape(first)}</text>'
        f'<text x="{middle:g}" y="{floor + 33:g}">{escape(second)}</text>'
    )
