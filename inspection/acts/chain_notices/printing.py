"""A notice on paper, for its addressee, and its copy for the employer where the law asks for one."""

from dataclasses import dataclass, field
from typing import Literal

from inspection.acts import access, protection
from inspection.acts.chain_notices.notices import content_of, find_notice
from inspection.errors import ReferralFault
from inspection.reporting.cases import NoticeSigned, chain_notice_pdf
from inspection.store.controls import ChainNoticeRow, ControlRow
from inspection.store.queries import person_name
from inspection.time_of import day_in_brussels
from inspection.trust import Context, answers_alike, audited_transaction
from sectors.rules.values import Lang

Copy = Literal["addressee", "employer"]


@dataclass(frozen=True, kw_only=True)
class MadeNotice:
    """A notice as PDF/A, with the name that its file gets."""

    name: str
    lang: Lang
    pdf: bytes = field(repr=False)


@answers_alike("chain.print", "REFER-783")
def notice_pdf(context: Context, reference: str, *, copy: Copy = "addressee") -> MadeNotice:
    """Return a notice on paper; one that nobody signed says on each page that it is a draft. The look is recorded.

    Errors: `ReferralFault` 783 for no notice, 876 for an employer's copy that the law does not ask for;
    `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        row = find_notice(context, tx.session, reference)
        control = tx.session.get_one(ControlRow, row.control_id)
        tx.require("chain.print", district=protection.own_district(control, context.by), service=row.service)
        facts = {"kind": row.kind, "copy": copy}
        access.reveal_control(tx, "chain.print", control, subject=row.reference, facts=facts)
    law = context.app.catalogue(row.notified_on or day_in_brussels(row.proposed_at))
    if copy == "employer" and not law.chain_notices[row.kind].copy_to_employer:
        raise ReferralFault("REFER-876")
    content = content_of(context.store, row)
    made_on = row.signed_at or row.proposed_at
    pdf = chain_notice_pdf(
        row.reference, content, law, _signed(context, row), is_copy=copy == "employer", made_on=made_on
    )
    name = f"notice-{row.reference}{'-employer' if copy == 'employer' else ''}.pdf"
    return MadeNotice(name=name, lang=content.language, pdf=pdf)


def _signed(context: Context, row: ChainNoticeRow) -> NoticeSigned | None:
    if row.signed_by is None or row.signed_at is None or row.notified_on is None:
        return None
    return NoticeSigned(by=person_name(context.store, row.signed_by), at=row.signed_at, notified_on=row.notified_on)
