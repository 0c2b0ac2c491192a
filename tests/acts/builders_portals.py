"""An office with a portal beside it, people of offices outside, and what is said there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from builders_acts import AT, LIEGE, a_suspicious_control
from builders_control import a_person
from houses import House, house_of
from sqlmodel import col, select

from inspection.acts import portal as portals
from inspection.acts.controls import save
from inspection.acts.portal.packing import BODY, SAID, packed_word, unpacked_copy
from inspection.acts.portal.values import CaseCopy, Copy, Word
from inspection.keyring import case_named
from inspection.store.core import new_id
from inspection.store.people import UserRow
from inspection.store.portal import PortalCopyRow, PortalWordRow
from inspection.trust import AppContext

BY = "insp-liege-1"
POLICE, AUDITORATE = "pjf-liege", "aud-liege"
PEOPLE: Mapping[str, tuple[str, str]] = {
    "cell-1": ("police_cell", POLICE),
    "cell-2": ("police_cell", POLICE),
    "cell-elsewhere": ("police_cell", "pjf-namur"),
    "auditor-1": ("auditorate", AUDITORATE),
    "centre-1": ("reception_centre", "surya"),
}


@dataclass(frozen=True)
class Twin:
    """An office and its portal, both open."""

    office: House
    portal: House

    def publish(self, at: datetime | None = None) -> int:
        """Publish as the thread does."""
        return portals.copies.publish(self.office.acting_as_flow("portal", at), self.portal)

    def take(self, at: datetime | None = None) -> int:
        """Take words in as the thread does."""
        return portals.crossing.take_words(self.office.acting_as_flow("portal", at), self.portal)

    def rows(self, office: str | None = None, kind: str | None = None) -> list[PortalCopyRow]:
        """The copies of an office and kind, or all."""
        wanted = select(PortalCopyRow).order_by(col(PortalCopyRow.id))
        wanted = wanted if office is None else wanted.where(col(PortalCopyRow.office) == office)
        wanted = wanted if kind is None else wanted.where(col(PortalCopyRow.kind) == kind)
        with self.portal.store.read() as session:
            return list(session.exec(wanted))

    def copy(self, row: PortalCopyRow) -> Copy:
        """What a copy says."""
        return unpacked_copy(row.kind, self.portal.store.unseal(BODY, row.id, row.body))

    def case(self, office: str, reference: str | None = None) -> CaseCopy:
        """The one case of an office, or that of a reference."""
        found = [one for one in self.rows(office, "case") if reference in (None, one.reference)]
        copy = self.copy(found[-1])
        assert isinstance(copy, CaseCopy)
        return copy

    def say(self, by: str, row: PortalCopyRow, word: Word, at: datetime, **changed: Any) -> str:
        """Somebody says something on the portal about a copy."""
        id_ = new_id()
        body = self.portal.store.seal(SAID, id_, packed_word(word), case=case_named(row.id))
        values = {"copy_id": row.id, "office": row.office, "kind": word.kind, "said_by": by, "said_at": at, **changed}
        with self.portal.store.write() as session:
            session.add(PortalWordRow(id=id_, body=body, **values))
        return id_

    def word(self, id_: str) -> PortalWordRow:
        """A word as it stands on the portal."""
        with self.portal.store.read() as session:
            return session.get_one(PortalWordRow, id_)


def with_a_portal(office: AppContext, url: str | None = None) -> Twin:
    """Found the portal of an office, with people of offices outside whom the office knows."""
    here = replace(office.settings, portal_database_url=url)
    opened = House(office.store, office.rules, here)
    portals.found_portal(here)
    with office.store.write() as session:
        for id_, (role, at) in PEOPLE.items():
            session.add(a_person_outside(office, id_, role, at))
    there = portals.portal_app(opened)
    assert there is not None
    return Twin(opened, house_of(replace(there, rules=office.rules)))


def a_person_outside(office: AppContext, id_: str, role: str, at: str) -> UserRow:
    """Somebody of an office outside, as a yes of two people makes them."""
    return UserRow(
        id=id_,
        service="ONSS",
        role=role,
        office=at,
        first_day=date(2026, 1, 1),
        last_day=date(2027, 12, 31),
        language="fr",
        name=office.store.seal("app_user.name", id_, f"Name of {id_}"),
    )


def a_yes_on_site(office: House, at: datetime = AT, **fields: Any) -> str:
    """A control with a yes, saved; the reference of its referral."""
    persons = [a_person(1, name="Mircea Exemplu", hearing_language="ro", birth_date="1990-01-02")]
    made = save(office.acting(BY, at), a_suspicious_control("yes", persons=persons, **fields), place=LIEGE)
    return str(made.reference)
