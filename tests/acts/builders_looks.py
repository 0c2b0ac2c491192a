"""A home with twenty referrals in which every name, number and word is told apart, and what the trail says of looks.

A walk shows somebody something, and hands what they saw to `unexplained`: it says which person was shown without an
entry that names who looked, what, the case and the purpose. Any new place that shows something walks the same way.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from builders_link_cases import a_case, a_person
from pdf_words import pdf_words
from sqlalchemy import func
from sqlmodel import select

from inspection.store.queries import referrals
from inspection.store.records import AuditEntryRow
from inspection.time_of import today
from inspection.trust import AppContext

MANY = 20
_NAME, _NUMBER, _PHONE, _GROUND = "Kanarek{:02d}", "9001029{:02d}00", "+32 470 99 00 {:02d}", "Geheim{:02d}"
_SEEN = re.compile(r"Kanarek(\d\d)|9001029(\d\d)00|\+32 470 99 00 (\d\d)|Geheim(\d\d)")


@dataclass(frozen=True)
class Planted:
    """A referral with something of its own to be found in every place."""

    n: int
    reference: str
    control: str
    workplace: str


def plant(house: AppContext, at: datetime, many: int = MANY) -> tuple[Planted, ...]:
    """Save so many controls of Liège, each with a yes and somebody met, whose name and number nobody else has."""
    references = [a_case(house, n, persons=[_somebody(n)], suspicion=_yes(n, at), at=at) for n in range(1, many + 1)]
    known = {row.reference: row for row in referrals(house.store)}
    return tuple(
        Planted(n, reference, known[reference].control_id, f"est:2{n:09d}") for n, reference in enumerate(references, 1)
    )


def seen_in(text: str) -> set[int]:
    """Return which of them a text speaks of."""
    return {int(next(filter(None, found))) for found in _SEEN.findall(text)}


def seen_in_files(folder: Path) -> set[int]:
    """Return which of them the files of a folder speak of."""
    found: set[int] = set()
    for file in (one for one in folder.rglob("*") if one.is_file()):
        data = file.read_bytes()
        found |= seen_in(pdf_words(data) if data.startswith(b"%PDF") else data.decode("utf-8", "replace"))
    return found


def unexplained(
    house: AppContext, planted: Iterable[Planted], seen: set[int], by: str, before: dict[str, int]
) -> list[Planted]:
    """Return whom somebody was shown without an entry since `before` that names who, what, case and purpose."""
    rules = house.catalogue(today())
    known = {*rules.purposes, *rules.register_rules.purposes}
    with house.store.read() as session:
        fresh = [
            one
            for stream in ends(house)
            for one in session.exec(
                select(AuditEntryRow).where(AuditEntryRow.stream == stream, AuditEntryRow.n > before.get(stream, 0))
            )
        ]
    told = {
        subject
        for one in fresh
        if one.who == by and one.purpose in known and one.facts.get("case") and not one.facts.get("masked")
        for subject in (one.subject, one.facts.get("control"))
    }
    return [one for one in planted if one.n in seen and not told & {one.control, one.reference}]


def ends(house: AppContext) -> dict[str, int]:
    """Return where each stream of the trail ends at a moment."""
    last = select(AuditEntryRow.stream, func.max(AuditEntryRow.n)).group_by(AuditEntryRow.stream)
    with house.store.read() as session:
        return dict(session.exec(last).all())


def _somebody(n: int) -> dict[str, object]:
    return a_person(
        name=_NAME.format(n),
        national_number=_NUMBER.format(n),
        whereabouts=f"with {_NAME.format(n)}",
        reach_how="telephone",
        reach_through=_PHONE.format(n),
        documents=f"card of {_NAME.format(n)}",
        birth_date="1990-01-02",
    )


def _yes(n: int, at: datetime) -> dict[str, object]:
    return {
        "decision": "yes",
        "grounds": f"{_GROUND.format(n)}: {_NAME.format(n)} is locked in",
        "decided_at": at.isoformat(),
    }
