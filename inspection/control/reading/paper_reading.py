"""Do the pages that were copied from paper belong to this control? Each fault names a page by its place only."""

from collections.abc import Iterator

from inspection.control.filled import Control
from inspection.control.on_paper import read_paper_code, version_letters
from inspection.control.reading.answers import Objection
from inspection.errors import ControlFault


def paper_faults(control: Control) -> Iterator[Objection]:
    """Yield pages of another visit or of another version of the checklist, and what is the code of none.

    The letters on paper speak of the questions of one version: by another they would be other answers.
    """
    found = set()
    for n, page in enumerate(control.paper, 1):
        why = "stands twice" if page.code in found else _why_not(control, page.code)
        found.add(page.code)
        if why:
            yield Objection("CONTROL-413", f"page {n} {why}", "paper")


def _why_not(control: Control, code: str) -> str:
    try:
        said = read_paper_code(code)
    except ControlFault:
        return "has the code of no page"
    if said.visit != (control.visit or "").upper():
        return "is of another visit"
    return "" if said.version == version_letters(control.checklist.sha256) else "is of another version of the list"
