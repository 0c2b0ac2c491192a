"""Draws the blocks of a document on a screen, so that a screen and a paper say the same in the same words."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

import streamlit as st

from inspection.reporting.paper import Block

_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:-])")
_LINE, _INK, _FILL = "#d3d9dd", "#1f5a7a", "#8fb3c7"
_WIDE, _PLOT = 340, 560  # pixels; a bar has room on a telephone, a plot shrinks to it


def draw_blocks(blocks: Iterable[Block]) -> None:
    """Draw blocks one below the other, in their order."""
    for block in blocks:
        _DRAWN[cast(str, block["kind"])](block)


def plain(text: str) -> str:
    """Return a text in which no sign is markup."""
    return _MARKS.sub(r"\\\1", text)


def _heading(block: Any) -> None:
    size = "####" if block["level"] > 3 else "###"
    st.markdown(f"{size} {plain(block['text'])}")


def _text(block: Any) -> None:
    for paragraph in block["paragraphs"]:
        st.markdown(plain(paragraph))


def _list(block: Any) -> None:
    st.markdown("\n".join(f"- {plain(item)}" for item in block["items"]))


def _table(block: Any) -> None:
    names = block["names"]
    rows = [dict(zip(names, map(_cell, row), strict=True)) for row in block["rows"]]
    st.table(rows, hide_index=True)


def _cell(cell: str | Sequence[str]) -> str:
    lines = [cell] if isinstance(cell, str) else list(cell)
    return "  \n".join(plain(line) for line in lines)


def _intervals(block: Any) -> None:
    for row in block["rows"]:
        st.markdown(f"**{plain(row['name'])}**: {plain(row['text'])}")
        if row["low"] is not None:
            st.image(_bar(row["low"], row["share"], row["high"]), width=_WIDE)


def _bar(low: float, share: float, high: float) -> str:
    """Return an interval as a bar from 0 to 100 per cent, with its value as a mark."""
    ticks = "".join(
        f'<text x="{x}" y="34" font-size="12" text-anchor="{anchor}" fill="#5a666d">{label} %</text>'
        for x, anchor, label in ((0, "start", 0), (_WIDE / 2, "middle", 50), (_WIDE, "end", 100))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} 38" width="{_WIDE}" height="38" '
        f'font-family="sans-serif"><path d="M0 10H{_WIDE}" stroke="{_LINE}"/>'
        f'<rect x="{low * _WIDE:.1f}" y="5" width="{max(1.0, (high - low) * _WIDE):.1f}" height="10" fill="{_FILL}"/>'
        f'<rect x="{share * _WIDE - 1.5:.1f}" y="0" width="3" height="20" fill="{_INK}"/>{ticks}</svg>'
    )


def _picture(block: Any) -> None:
    """Draw without a caption of the image: with one it does not shrink to a telephone."""
    st.image(block["svg"], width=_PLOT)
    st.caption(plain(block["alt"]))


_DRAWN = {
    "heading": _heading,
    "text": _text,
    "list": _list,
    "small": lambda block: st.caption(plain(block["text"])),
    "notice": lambda block: st.info(plain(block["text"])),
    "table": _table,
    "intervals": _intervals,
    "picture": _picture,
}
