"""The deadlines of a dossier in words: all of them for the auditorate, for an offender those that bind the offender."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from inspection.control.conclusions import EMPLOYER, Offender, RunningClock
from inspection.i18n import Lang
from inspection.reporting.paper import marked
from inspection.time_of import day_text
from sectors.rules.consequences import Clock

if TYPE_CHECKING:
    from inspection.reporting.cases.dossier import Dossier, Reader


def deadlines(content: Dossier, reader: Reader, lang: Lang, *, role: Callable[[Offender], str]) -> list[list[str]]:
    """Return last day and words of each deadline; to an offender never until when we must have acted.

    role
        How an offender is named, where a dossier is about several.
    """
    mine = (c for c in content.conclusion.clocks if content.offender is None or c.offender in (None, content.offender))
    found = sorted(mine, key=lambda clock: (clock.due_on, clock.key))
    several = content.offender is None and len({one.offender for one in content.conclusion.findings}) > 1
    known = content.form.clocks
    said = {key: marked(clock.label, lang) for key, clock in known.items()}
    return [
        [day_text(c.due_on), (f"{role(c.offender)}: " if several and c.offender else "") + said[c.key]]
        for c in found
        if _is_told(known.get(c.key), reader) and (reader == "auditorate" or _binds(content, c))
    ]


def _is_told(clock: Clock | None, reader: Reader) -> bool:
    return clock is not None and (reader == "auditorate" or clock.told_to_offender)


def _binds(content: Dossier, clock: RunningClock) -> bool:
    """Tell whether a deadline is an offender's: one of the whole control is the employer's where there are others."""
    if clock.offender is not None or content.is_alone or content.offender is None:
        return True
    return content.offender.role == EMPLOYER
