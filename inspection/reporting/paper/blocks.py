"""The blocks of which the pages of a document are made: plain values that a template lays out."""

from collections.abc import Iterable, Sequence

Block = dict[str, object]
Cell = str | Sequence[str]
LONGEST_WHOLE = 16  # rows of a table that stays on one page


def heading(text: str, level: int = 2) -> Block:
    """Return a heading."""
    return {"kind": "heading", "level": level, "text": text}


def paragraphs(*texts: str) -> Block:
    """Return running text; a line is a paragraph."""
    lines = [line.strip() for text in texts for line in text.splitlines()]
    return {"kind": "text", "paragraphs": [line for line in lines if line]}


def small(text: str, *, opens: bool = False) -> Block:
    """Return a remark; one that `opens` what follows stays with it on a page."""
    return {"kind": "small", "text": text, "sticky": opens}


def notice(text: str, *, opens: bool = False) -> Block:
    """Return what the reader must not miss; one that `opens` what follows stays with it on a page."""
    return {"kind": "notice", "text": text, "sticky": opens}


def bullets(items: Iterable[str]) -> Block:
    """Return a list of sentences."""
    return {"kind": "list", "items": list(items)}


def picture(svg: str, told: str) -> Block:
    """Return a drawing, with what it shows in words for whoever does not see it."""
    return {"kind": "picture", "svg": svg, "alt": told}


def grid(
    names: Sequence[str], columns: Sequence[int], rows: Sequence[Sequence[Cell]], *, numbers: bool = False
) -> Block:
    """Return a table; with `numbers`, all but its first column stand to the right, and the last row is the total.

    Arguments: `columns` the part of the width of each, 0 for as much as it needs.
    """
    return {
        "kind": "table",
        "names": list(names),
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "numbers": list(range(1, len(names))) if numbers else [],
        "strong": [len(rows) - 1] if numbers else [],
        "narrow": len(names) == 2,
        "whole": len(rows) <= LONGEST_WHOLE,
    }
