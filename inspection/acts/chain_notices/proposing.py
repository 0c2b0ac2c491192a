"""Notices are proposed to whoever signs: frozen as the control holds them today, and anew until then."""

from collections.abc import Sequence

from sqlmodel import col, select

from inspection.acts import bundles, protection, workplaces
from inspection.acts.chain_notices.agreeing import waits
from inspection.acts.chain_notices.considering import Considered, considered, refuse_what_waits
from inspection.acts.chain_notices.notices import ChainNotice, content_of, view
from inspection.control import chain
from inspection.control.chain import Liability
from inspection.control.filled import ChainLink, Control
from inspection.errors import ReferralFault
from inspection.life_cycles import ChainNoticeState
from inspection.reporting.cases import NoticeContent, NoticeParty, NoticePerson
from inspection.sealing import short_code
from inspection.store.controls import ChainNoticeRow, ControlRow
from inspection.store.core import new_id
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, answers_alike, audited_transaction
from sectors.rules.values import Lang

_LETTERS = 6


@answers_alike("chain.propose", "REFER-780")
def propose(context: Context, control_id: str, *, to: str | None = None) -> tuple[ChainNotice, ...]:
    """Propose the notices that are due for a control, for a person to sign; the same again changes nothing.

    One that is no longer due, and that nobody signed, is taken away. Whether it waits is looked at first, and the look
    is recorded as one at a suspicion.

    Arguments: `to` the reference of one party of the chain; all of them where none is named.
    Result: the notices that are due; none where one was taken away and nothing is due any more.
    Errors: `ReferralFault` 780 for no control, 871 while a magistrate's agreement is awaited, 872 where nothing is due
    and nothing was taken away, 870 and 851 as for `consider`; `AccessRefused`.
    """
    refuse_what_waits(context, control_id)
    with audited_transaction(context, name="chain_notice") as tx:
        row = protection.find_control(context, tx.session, control_id)
        tx.require("chain.propose", district=protection.own_district(row, context.by), service=row.service)
        if waits(tx.session, row, context.at):  # since a moment ago
            raise ReferralFault("REFER-871")
        found = considered(context.app, row, day_in_brussels(context.at))
        due = [one for one in found.due if to in (None, one.addressee)]
        _take_away(tx, row, found.due)
        if not due and not tx.entries:
            raise ReferralFault("REFER-872")
        made = [_kept(tx, row, found, one) for one in due]
        if not tx.entries:
            tx.mark_unchanged()
        return tuple(view(tx.store, one) for one in made)


def content_today(tx: AuditedTransaction, row: ControlRow, found: Considered, one: Liability) -> NoticeContent:
    """Return what a notice says by what the control holds today: what the law asks to be said, and nothing more."""
    control = found.control
    if control is None:
        raise ReferralFault("REFER-872")
    links, day = {link.ref: link for link in control.chain}, day_in_brussels(row.entered_at)
    there = bundles.way_there(tx.session, tx.store, row, control, tx.app.catalogue(day))
    place = workplaces.place_name(tx.app, there.refnis or None, row.canton, day)
    return NoticeContent(
        kind=one.notice,
        language=_language(tx, row, control),
        service=row.service,
        addressee=_party(links[one.addressee]),
        employer=_party(links[one.employer]),
        place=", ".join(filter(None, (there.address, place))),
        control_on=day,
        persons=_persons(tx, control, one),
    )


def _kept(tx: AuditedTransaction, row: ControlRow, found: Considered, one: Liability) -> ChainNoticeRow:
    """Return the row of a notice, made or brought up to date; one that was signed stays as it is."""
    mine = select(ChainNoticeRow).where(
        col(ChainNoticeRow.control_id) == row.id,
        col(ChainNoticeRow.kind) == one.notice,
        col(ChainNoticeRow.addressee) == one.addressee,
        col(ChainNoticeRow.employer) == one.employer,
    )
    before, content = tx.session.exec(mine).first(), content_today(tx, row, found, one)
    if before is not None and (before.state == ChainNoticeState.SIGNED or content_of(tx.store, before) == content):
        return before
    made = before if before is not None else _row(tx, row, one, content)
    made.missing, made.language = list(one.missing), content.language
    made.body = _sealed(tx, made.id, made.control_id, content)
    made.proposed_by, made.proposed_at = tx.by, tx.at
    tx.session.add(made)
    tx.session.flush()
    facts = {"kind": one.notice, "control": row.id, "addressee": one.addressee, "persons": len(content.persons)}
    tx.record("chain.propose", made.id, stream="notice", basis="spc_communication", facts=facts)
    return made


def _row(tx: AuditedTransaction, row: ControlRow, one: Liability, content: NoticeContent) -> ChainNoticeRow:
    id_ = new_id()
    return ChainNoticeRow(
        id=id_,
        reference=f"K-{short_code(f'chain notice|{id_}', _LETTERS)}",
        service=row.service,
        district=row.district,
        control_id=row.id,
        kind=one.notice,
        regime=one.regime,
        addressee=one.addressee,
        employer=one.employer,
        missing=list(one.missing),
        language=content.language,
        body=_sealed(tx, id_, row.id, content),
        state=ChainNoticeState.PROPOSED,
        proposed_by=tx.by,
        proposed_at=tx.at,
    )


def _sealed(tx: AuditedTransaction, id_: str, case: str, content: NoticeContent) -> bytes:
    return tx.store.seal("chain_notice.body", id_, content.model_dump_json(), case=case)


def _take_away(tx: AuditedTransaction, row: ControlRow, due: Sequence[Liability]) -> None:
    still = {(one.notice, one.addressee, one.employer) for one in due}
    mine = select(ChainNoticeRow).where(
        col(ChainNoticeRow.control_id) == row.id, col(ChainNoticeRow.state) == ChainNoticeState.PROPOSED
    )
    for old in tx.session.exec(mine).all():
        if (old.kind, old.addressee, old.employer) not in still:
            tx.record("chain.take_away", old.id, stream="notice", facts={"kind": old.kind, "control": row.id})
            tx.session.delete(old)


def _language(tx: AuditedTransaction, row: ControlRow, control: Control) -> Lang:
    """Return the language of the territory, whoever it goes to; where that leaves a choice, that of the report."""
    offices = workplaces.competence_of(tx.app, row.refnis, row.canton, day_in_brussels(row.entered_at))
    said = offices.report_languages
    return control.report_language if control.report_language in said else said[0]


def _party(link: ChainLink) -> NoticeParty:
    return NoticeParty(name=link.name, number=link.number, country=link.country, address=link.address)


def _persons(tx: AuditedTransaction, control: Control, one: Liability) -> tuple[NoticePerson, ...]:
    """Return name and day of birth of those whom the notice is about; pay only where its law asks for it."""
    parts = tx.app.catalogue(day_in_brussels(tx.at)).chain_notices[one.notice].parts
    asks_pay = "owed" in parts or "unpaid" in parts
    wages = {owed.person: owed for owed in chain.wages_of(control, tx.app.rules, one.persons)} if asks_pay else {}
    named = {person.ref: person for person in control.persons}
    return tuple(
        NoticePerson(
            name=named[ref].name or "",
            born_on=named[ref].birth_date,
            owed_cents=wages[ref].owed_cents if asks_pay else None,
            unpaid_cents=wages[ref].unpaid_cents if asks_pay else None,
        )
        for ref in one.persons
    )
