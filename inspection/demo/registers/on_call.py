"""The demo's duty rosters: a number for each office that the rules let somebody ring and of which they know none.

No number rings anybody: after an area code of the Belgian numbering plan no subscriber's number begins with 0, so
"02 000 .. .." is given to nobody. They are the ones that the rest of the project writes too.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from inspection.demo.registers.writing import write_json
from sectors import Catalogue
from sectors.rules.on_call import OnCallLine

_SINCE, _TRIED = timedelta(days=366), timedelta(days=3)  # before the day of the demo
_WITH_DEPUTY = frozenset({"magistrate_on_duty", "police_cell"})
_SOURCE = "synthetic roster of the demo; numbers that are given to nobody"
_OFFICES, _PEOPLE = 0, 1  # the two digits after 02 000 that tell offices and people of ours apart


def write_on_call(folder: Path, catalogue: Catalogue, on: date) -> dict[str, int]:
    """Write `duty.json` and return file name to its number of rosters.

    The file holds `rosters` as `vigie on-call import` takes them, and `tried_on`, the day of the last test call.
    """
    rosters = on_call_on(catalogue, on)
    made = {"synthetic": True, "tried_on": (on - _TRIED).isoformat(), "rosters": rosters}
    write_json(folder, "duty.json", made)
    return {f"{folder.name}/duty.json": len(rosters)}


def on_call_on(catalogue: Catalogue, on: date) -> list[dict[str, Any]]:
    """Return a roster for each office of the duty lines whose number the rules do not know."""
    lines: dict[str, list[OnCallLine]] = {}
    for line in catalogue.on_call.values():
        for office in _offices(line, catalogue):
            lines.setdefault(office, []).append(line)
    numbers = (unassigned_number(_OFFICES, n) for n in range(10_000))
    return [
        {"recipient": office, "source": _SOURCE, "turns": [*_turns(mine, on - _SINCE, numbers)]}
        for office, mine in sorted(lines.items())
    ]


def persons_number(n: int) -> str:
    """Return a number that is given to nobody, for the n-th person of the demo's service."""
    return unassigned_number(_PEOPLE, n)


def unassigned_number(block: int, n: int) -> str:
    """Return a telephone number that is given to nobody; see the module."""
    return f"02 000 {block}{n // 100 % 10} {n % 100:02d}"


def _offices(line: OnCallLine, catalogue: Catalogue) -> Iterator[str]:
    """Yield the offices that a line without a number is about."""
    named = {line.recipient} if line.office is None else {getattr(o, line.office) for o in catalogue.offices}
    for office in sorted(filter(None, named)):
        known = catalogue.recipients.get(office)
        if line.number is None and known is not None and known.telephone is None:
            yield office


def _turns(lines: list[OnCallLine], since: date, numbers: Iterator[str]) -> Iterator[Mapping[str, Any]]:
    for line in lines:
        for rank in (1, 2) if line.role in _WITH_DEPUTY else (1,):
            turn = {"role": line.role, "number": next(numbers), "valid_from": since.isoformat(), "rank": rank}
            yield turn | ({"hours": line.hours} if line.hours else {})
