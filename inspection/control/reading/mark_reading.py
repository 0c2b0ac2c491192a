"""Do the marks of a control say what its checklist lets one tap record? Each fault names a mark by its place only."""

from collections.abc import Iterable, Iterator

from inspection.control.filled import Control, Mark
from inspection.control.reading.answers import Objection
from sectors.rules.checklists import GridCheck


def mark_faults(control: Control, checks: Iterable[GridCheck]) -> Iterator[Objection]:
    """Yield marks of no check of the list, twice of one, or taken over where only somebody's own answer counts.

    What a person was seen to be or told is that person's own: nobody may hand it on, whatever a client believes.
    """
    known, found = {check.key: check for check in checks}, set()
    for n, mark in enumerate(control.marks, 1):
        why = _why_not(mark, known.get(mark.check))
        if (mark.person, mark.check) in found:
            why = "stands twice"
        found.add((mark.person, mark.check))
        if why:
            yield Objection("CONTROL-387", f"mark {n} {why}", "marks")


def _why_not(mark: Mark, check: GridCheck | None) -> str:
    if check is None:
        return "is of no check that the checklist has"
    if (check.scope == "workplace") != (mark.person is None):
        return f"is of the {check.scope}'s check, and of the other"
    if mark.kind == "as_person":
        return _copied(mark, check)
    if mark.of is not None:
        return "is no copy, and yet is of another person"
    if mark.kind == "in_order" and mark.way not in {way.key for way in check.ways}:
        return "names a way that the check does not have"
    return ""


def _copied(mark: Mark, check: GridCheck) -> str:
    if not check.copied:
        return "takes over what is each person's own"
    return "is taken over from the same person" if mark.of == mark.person else ""
