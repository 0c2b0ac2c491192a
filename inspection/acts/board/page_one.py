"""Page one of a case as it left: danger, what the employer knows, where, who, what was seen; by the newest bundle.

Without a reason it tells counts and codes of the case, and nothing of a person: no name, no words, not who said what.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from inspection.acts import bundles
from inspection.referral import report
from inspection.referral.bundle import DATA
from inspection.store.core import Store
from inspection.store.referrals import DeliveryRow

_REPORTS = ("report", "correction")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """An answer that speaks for an element of the offence, and how it came: seen, told or checked."""

    question: str
    answers: tuple[str, ...]
    how: str


@dataclass(frozen=True, kw_only=True)
class PageOne:
    """What page one says.

    forms, employer_knows, languages
        By code; of languages each once.
    ages
        How many minors, adults, and persons of an age that nobody knows.
    lacking
        What it leaves open, by code.
    grounds
        The inspector's own words; None as long as nobody said why they look.
    """

    told_to: str = ""
    queued_at: datetime | None = None
    forms: tuple[str, ...] = ()
    danger_now: bool | None = None
    employer_knows: tuple[str, ...] = ()
    place: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    municipality: str = ""
    ages: Mapping[str, int] = field(default_factory=dict)
    unidentified: int = 0
    languages: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()
    telephone: str = field(default="", repr=False)
    ring_back: Mapping[str, str] = field(default_factory=dict, repr=False)
    lacking: tuple[str, ...] = ()
    is_unfinished: bool = False
    grounds: str | None = field(default=None, repr=False)


def page_one(store: Store, deliveries: Iterable[DeliveryRow], *, with_words: bool) -> PageOne:
    """Return what the newest report tells, of those that tell the whole case; an empty one where none was made.

    Errors: `StoreFault` where a bundle cannot be opened.
    """
    reports = sorted((row for row in deliveries if row.message in _REPORTS), key=lambda row: (row.queued_at, row.id))
    for row in reversed(reports):
        data = dict(bundles.bundle_of(store, row).files).get(DATA)
        told: Mapping[str, Any] = json.loads(data) if data else {}
        if report.WHOLE_CASE_PART in told:
            return _page(row, told, with_words=with_words)
    return PageOne()


def _page(row: DeliveryRow, told: Mapping[str, Any], *, with_words: bool) -> PageOne:
    where, persons = told.get("workplace", {}), told.get("persons", ())
    return PageOne(
        told_to=row.recipient,
        queued_at=row.queued_at,
        forms=tuple(told.get("forms", ())),
        danger_now=told.get("danger_now"),
        employer_knows=tuple(told.get("employer_knows", ())),
        place=where.get("name", ""),
        address=where.get("address", ""),
        municipality=where.get("place", ""),
        ages=told.get("ages", {}),
        unidentified=told.get("unidentified", 0),
        languages=tuple(dict.fromkeys(one["hearing_language"] for one in persons if one.get("hearing_language"))),
        seen=_seen(told),
        telephone=told.get("contact_telephone", ""),
        ring_back=told.get("ring_back", {}),
        lacking=tuple(one["what"] for one in told.get("lacking", ())),
        is_unfinished=told.get("is_unfinished", False),
        grounds=told.get("grounds", "") if with_words else None,
    )


def _seen(told: Mapping[str, Any]) -> tuple[Seen, ...]:
    """Return each answer once, by question and how it came, without whom it is about."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for element in told.get(report.WHOLE_CASE_PART, ()):
        for one in element["observations"]:
            if one["question"] is not None:
                found.setdefault((one["question"], one["how"]), {}).update(dict.fromkeys(one["answers"]))
    return tuple(Seen(question=asked, answers=tuple(answers), how=how) for (asked, how), answers in found.items())
