"""The lake as its readers see it: what may not be kept any more may not be used either, frozen or not.

A freeze and a legal hold keep bytes for whoever has to prove something; no week and no control reads them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from inspection.registers.lake.overstaying import Why, why_gone
from inspection.registers.lake.snapshots import Lake, Snapshot

if TYPE_CHECKING:
    from sectors import Catalogue


def lawful(lake: Lake, rules: "Catalogue", *, is_demo: bool) -> Lake:
    """Return a lake of which every reader passes over the snapshots that may not be used.

    Not on the day as of which is read, and not on that of the rules: who looks back today looks today.

    Arguments: `is_demo` whether the demo made this home: what is synthetic there may be read.
    """

    def may_use(register: str, one: Snapshot, on: date) -> bool:
        return _why(register, one, rules, max(on, rules.day), is_demo=is_demo) is None

    return replace(lake, may_use=may_use)


def barred(lake: Lake, rules: "Catalogue", *, is_demo: bool) -> Iterator[tuple[str, date]]:
    """Yield each register that lies in the lake and that nobody may read on the day of the rules, with its newest day.

    Arguments: `lake` as its keepers see it; `is_demo` as above.
    """
    readers = lawful(lake, rules, is_demo=is_demo)
    for key in sorted(rules.registers):
        newest = lake.snapshot(key, rules.day)
        if newest is not None and readers.snapshot(key, rules.day) is None:
            yield key, newest


def _why(register: str, one: Snapshot, rules: "Catalogue", day: date, *, is_demo: bool) -> Why | None:
    spec = rules.registers.get(register)
    if spec is None or not spec.needs_authorisation or (is_demo and one.report.synthetic):
        return None
    by = rules.authorisations.get(one.report.authorisation or "")
    return Why.OVER if by is not None and by.is_over(day) else why_gone(one, by, day)[0]
