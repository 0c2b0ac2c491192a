"""Drafts: a control while it is filled in. Only who began one may open, keep or drop it."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from sqlmodel import select

from inspection.acts import access, records, workplaces
from inspection.control.begun import highest_person
from inspection.control.conclusions import Conclusion
from inspection.control.filled import Control
from inspection.errors import AccessRefused, ControlFault
from inspection.sealing import canonical_json
from inspection.store.controls import DraftRow, DraftView, drafts, find_draft
from inspection.store.core import new_id
from inspection.store.referrals import ReferralRow
from inspection.territory import unnumbered_site
from inspection.time_of import day_in_brussels
from inspection.trust import (
    AppContext,
    AuditedTransaction,
    Context,
    answers_alike,
    audited_transaction,
    require_in_service,
    require_permission,
)


@dataclass(frozen=True, kw_only=True)
class Filling:
    """A draft that is open: the raw control as far as it goes, and where it takes place if that had to be said.

    of
        Key of the content of the finished control that this draft corrects; None for a control that is filled in.
    kept_at
        When it was last kept, as it was read.
    referral
        Reference of the referral that left with the control, where that was saved before it was finished.
    persons_made
        Highest number that a person in it ever had.
    """

    id: str
    control: dict[str, Any] = field(repr=False)
    place: str | None = None
    of: str | None = None
    kept_at: datetime | None = field(default=None, compare=False)
    referral: str | None = field(default=None, compare=False)
    persons_made: int = 0

    @property
    def corrects(self) -> bool:
        """Whether the control stands already, and the draft becomes a correction of it."""
        return self.of is not None


def begin_draft(context: Context, control: dict[str, Any], *, place: str | None = None) -> Filling:
    """Begin a draft for a workplace; the id that it gets is the control's own.

    Arguments: `control` the raw control without its id (checklist, workplace, sector, visit, moments); without a
    workplace it is an unplanned control at a door that no register knows, and gets a key of its own; `place` a REFNIS
    code or a canton's id, where nobody knows the workplace yet and the control holds neither place nor position.
    Errors: `ControlFault` when nobody knows where the workplace is; `AccessRefused`.
    """
    service = context.settings.service
    draft_id = new_id()
    workplace = str(control.get("workplace") or unnumbered_site(draft_id))
    made = Filling(id=draft_id, control={**control, "control_id": draft_id, "workplace": workplace}, place=place)
    with context.store.read() as session:
        where = workplaces.place_or_point(
            session, context.app, workplace, place or control.get("place"), _point(control), day_in_brussels(context.at)
        )
    with audited_transaction(context) as tx:
        district = where.competence.arrondissement
        tx.require("draft.keep", district=district, service=service)
        add_draft(tx, made, district)
        records.keep_definition(tx, control)
    return replace(made, kept_at=context.at)


def add_draft(tx: AuditedTransaction, made: Filling, district: str) -> None:
    """Add a draft inside an act that has asked for it."""
    row = DraftRow(
        id=made.id,
        service=tx.app.settings.service,
        district=district,
        workplace=made.control["workplace"],
        sector=str(made.control["sector"]),
        visit=made.control.get("visit"),
        body=_sealed(tx.app, made),
        begun_by=tx.by,
        begun_at=tx.at,
        kept_at=tx.at,
        corrects=made.corrects,
    )
    tx.session.add(row)
    tx.record("draft.begin", made.id, stream="draft", facts={"district": district, "corrects": made.corrects})


@answers_alike("draft.keep", "CONTROL-260", "ACCESS-051")
def open_draft(context: Context, draft_id: str) -> Filling:
    """Return a draft to who began it; that it was opened is recorded first."""
    with audited_transaction(context) as tx:
        row = _own(tx, draft_id)
        body = json.loads(context.store.unseal("draft.body", draft_id, row.body))
        numbers = [one.get("national_number") for one in body["control"].get("persons", ())]
        keys = [access.number_key(context.store, number) for number in numbers if number]
        facts = {"case": row.id, "workplace": row.workplace, "persons": keys}
        tx.record("draft.open", row.id, stream="draft", purpose=access.OWN, facts=facts)
        kept_at = row.kept_at
        referral = tx.session.exec(select(ReferralRow.reference).where(ReferralRow.control_id == draft_id)).first()
    return Filling(
        id=draft_id,
        control=body["control"],
        place=body["place"],
        of=body.get("of"),
        kept_at=kept_at,
        persons_made=body.get("persons_made", 0),
        referral=referral,
    )


@answers_alike("draft.keep", "CONTROL-260", "ACCESS-051")
def keep_draft(context: Context, filling: Filling, *, since: datetime | None = None) -> None:
    """Keep a draft as it now stands, in place of what it held before.

    since
        When it had last been kept as it was read; None to keep it whatever stands there.

    Errors: `ControlFault` 415 where it was kept again since: nothing is overwritten.
    """
    with audited_transaction(context) as tx:
        row = _own(tx, filling.id)
        if since is not None and row.kept_at != since:
            raise ControlFault("CONTROL-415")
        row.body, row.kept_at = _sealed(context.app, filling), context.at
        facts = {"answers": _answers(filling.control), "persons": len(filling.control.get("persons", ()))}
        tx.record("draft.keep", row.id, stream="draft", facts=facts)


def own_drafts(context: Context) -> list[DraftView]:
    """Return the drafts that whoever acts has begun, the latest first: nothing of what was answered in them."""
    require_in_service(context, "draft.keep")
    return drafts(context.store, context.by)


@answers_alike("draft.keep", "CONTROL-260", "ACCESS-051")
def drop_draft(context: Context, draft_id: str, *, because: Literal["finished", "given_up"]) -> None:
    """Remove a draft: its control is finished, or whoever began it gives it up, and its key goes with it."""
    with audited_transaction(context) as tx:
        row = _own(tx, draft_id)
        tx.session.delete(row)
        tx.record("draft.drop", draft_id, stream="draft", facts={"because": because})
    if because == "given_up":
        with context.store.write() as session:
            records.forget_unfinished(session, context.app, draft_id, context.at)


def preview_control(context: Context, control: Control, *, place: str | None = None) -> Conclusion:
    """Return what would follow from a control by the rules, without storing anything.

    Errors: `ControlFault` when nobody knows where the workplace is, or 419 where no rules reach the day of the facts;
    `AccessRefused`.
    """
    with context.store.read() as session:
        where = workplaces.place_of_control(session, context.app, control, place, day_in_brussels(context.at))
        require_permission(
            session,
            context,
            "control.save",
            district=where.competence.arrondissement,
            service=context.settings.service,
        )
    return records.following(context.app, control, where.competence)


def _own(tx: AuditedTransaction, draft_id: str) -> DraftRow:
    row = find_draft(tx.session, draft_id)
    if row is None:
        raise ControlFault("CONTROL-260")
    tx.require("draft.keep", district=row.district, service=row.service)
    if row.begun_by != tx.by:
        raise AccessRefused("ACCESS-051")
    return row


def _point(control: dict[str, Any]) -> tuple[float, float] | None:
    position = control.get("position")
    return (float(position["lon"]), float(position["lat"])) if position else None


def _sealed(app: AppContext, filling: Filling) -> bytes:
    made = max(filling.persons_made, highest_person(filling.control))
    body = canonical_json({"control": filling.control, "place": filling.place, "of": filling.of, "persons_made": made})
    return app.store.seal("draft.body", filling.id, body, case=filling.id)


def _answers(control: dict[str, Any]) -> int:
    return sum(len(part.get("answers", ())) for part in (control, *control.get("persons", ())))
