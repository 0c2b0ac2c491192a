"""A scale of five colours, readable by the colour-blind and in print, and its legend."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import streamlit as st

SCALE = ((255, 247, 188), (254, 217, 118), (254, 153, 41), (204, 76, 2), (127, 39, 4))


def is_dark() -> bool:
    """Tell whether the reader's screen is dark: what we draw ourselves has to follow it."""
    return st.context.theme.type == "dark"


def limits(values: Sequence[float]) -> list[float]:
    """Return the four values that part `values` into fifths; fewer where many are equal, and never the smallest."""
    ordered = sorted(values)
    return sorted({ordered[len(ordered) * n // 5] for n in range(1, 5)} - {ordered[0]}) if ordered else []


def step(value: float, between: Sequence[float]) -> int:
    """Return which colour of the scale a value has."""
    return bisect_right(between, value)


def legend(title: str, between: Sequence[float]) -> None:
    """Show which colour stands for which values."""
    edges = ["", *(f"{edge:g}" for edge in between), ""]
    labels = [
        f"< {high}" if not low else f"≥ {low}" if not high else f"{low} – {high}" for low, high in pairwise(edges)
    ]
    if len(labels) == 1:
        labels = ["–"]
    steps = "".join(_step(n, label) for n, label in enumerate(labels))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="340" height="42" viewBox="0 0 340 42" role="img" '
        f'font-family="sans-serif" font-size="11" fill="{"#eef3f5" if is_dark() else "#16262f"}">{steps}</svg>'
    )
    st.caption(title)
    st.image(svg, alt=f"{title}: {' · '.join(labels)}")


def _step(n: int, label: str) -> str:
    red, green, blue = SCALE[n]
    text = label.replace("<", "&lt;")
    return (
        f'<rect x="{n * 68}" y="2" width="66" height="16" fill="rgb({red},{green},{blue})" stroke="#7a7a7a"/>'
        f'<text x="{n * 68 + 33}" y="34" text-anchor="middle">{text}</text>'
    )
