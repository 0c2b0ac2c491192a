"""People of offices outside in the office's own database, and words of theirs that the office hears."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from builders_acts import AT, LIEGE, a_suspicious_control

from inspection.acts import portal
from inspection.acts.controls import save
from inspection.store.core import new_id
from inspection.store.people import UserRow
from inspection.trust import AppContext, audited_transaction

INSPECTOR = "insp-liege-1"
POLICE, AUDITORATE, CENTRE, REGION = "pjf-liege", "aud-liege", "surya", "spw"
PEOPLE: Mapping[str, tuple[str, str]] = {
    "cell-1": ("police_cell", POLICE),
    "cell-9": ("police_cell", "pjf-namur"),
    "aud-1": ("auditorate", AUDITORATE),
    "aud-2": ("reference_magistrate", AUDITORATE),
    "surya-1": ("reception_centre", CENTRE),
}


def with_people_outside(house: AppContext, more: Mapping[str, tuple[str, str]] | None = None) -> None:
    """Put people of offices outside into the office, as two persons of the house would have said."""
    with house.store.write() as session:
        for id_, (role, office) in {**PEOPLE, **(more or {})}.items():
            session.add(UserRow(id=id_, service="ONSS", role=role, office=office, language="fr"))


def a_referral(house: AppContext, at: datetime = AT, **fields: Any) -> str:
    """A yes of an inspector; the reference of its referral."""
    return str(save(house.acting(INSPECTOR, at), a_suspicious_control("yes", **fields), place=LIEGE).reference)


def hears(
    house: AppContext,
    by: str,
    reference: str,
    word: portal.values.Word,
    at: datetime = AT,
    *,
    kind: portal.values.CopyKind = "case",
    office: str | None = None,
    said_at: datetime | None = None,
) -> str:
    """Let the office hear a word of somebody outside; the code of what contradicts, "" for none."""
    said = portal.values.Said(
        word_id=new_id(),
        copy_kind=kind,
        reference=reference,
        office=office or PEOPLE[by][1],
        word=word,
        said_by=by,
        said_at=said_at or at,
    )
    context = house.acting(by, at)
    context = replace(context, principal=replace(context.principal, method="portal"))
    with audited_transaction(context) as tx:
        return portal.hearing.hear(tx, said)
