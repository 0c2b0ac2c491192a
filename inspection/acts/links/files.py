"""Link files: confirmed links over several arrondissements, or with something abroad, for a cell or a magistrate.

Vigie prepares; they send and decide. The central police cell and the federal prosecutor are never written to: only an
office that has one of the cases already can be handed the file, and it is handed over by a person.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlmodel import Session, col, select

from inspection.acts.links.cases import case_of, latest_decisions, visible_cases
from inspection.errors import ReferralFault
from inspection.i18n import Lang
from inspection.life_cycles import LinkDecision
from inspection.referral import linking
from inspection.reporting.cases import FileCase, FileLink, LinkFileContent, link_file_data, link_file_pdf
from inspection.sealing import sha256_of, short_code
from inspection.store.core import new_id
from inspection.store.referrals import (
    HANDOVER_WAYS,
    LINK_FILE_DECISIONS,
    WITHOUT_BUNDLE,
    DeliveryRow,
    LinkDecisionRow,
    LinkFileRow,
    LinkFileStepRow,
    ReferralRow,
)
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, answers_alike, audited_transaction
from sectors import Catalogue
from sectors.rules.recipients import Recipient

LinkFileState = Literal["prepared", "handed", "told"]
# Who may be handed one: they lead, or investigate for who leads. Nobody above them, and nobody central.
_THROUGH = frozenset({"police_directorate", "labour_auditorate", "public_prosecutor"})


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A link file that was prepared, with its two files by name."""

    reference: str
    recipient: str
    cases: tuple[str, ...]
    links: int
    files: tuple[tuple[str, bytes], ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class LinkFileView:
    """A link file and how far it is; `decision` is what its reader said was decided."""

    reference: str
    recipient: str
    cases: tuple[str, ...]
    prepared_by: str
    prepared_at: datetime
    state: LinkFileState
    handed_by: str | None
    decision: str | None


@answers_alike("link.file", "REFER-820")
def prepare_link_file(context: Context, case: str, recipient: str) -> Prepared:
    """Prepare the file of a case and of all that confirmed links tie to it, for an office that has one of them.

    Prepared twice from the same links for the same office it is the same file.

    Arguments: `recipient` a police directorate, auditorate or prosecutor's office that a bundle of one of these cases
    went to.
    Errors: `ReferralFault` 820 for an unknown case, 844 where the links stay in one arrondissement and nothing reaches
    abroad, 831 for an office that has none of the cases or is never written to; `AccessRefused`.
    """
    day = day_in_brussels(context.at)
    with audited_transaction(context) as tx:
        row = case_of(tx.session, case, day)
        tx.require("link.file", district=row.district, service=row.service)
        cases, tied = _tied(tx.session, row, day)
        catalogue = context.app.catalogue(day)
        office_, lang = _reader(tx.session, cases, catalogue, recipient)
        made, body = _kept(tx, row.service, recipient, lang, _body(cases, tied))
        content = _content(made, office_, catalogue, body)
        facts = {"recipient": recipient, "cases": len(cases), "links": len(tied), "sha256": made.sha256}
        tx.record("link.file", made.id, stream="referral", purpose="referral", facts=facts)
    files = (("links.pdf", link_file_pdf(content)), ("data.json", link_file_data(content)))
    references = tuple(one.reference for one in content.cases)
    return Prepared(reference=made.reference, recipient=recipient, cases=references, links=len(tied), files=files)


def hand_link_file(context: Context, reference: str, how: str) -> LinkFileView:
    """Record that a person handed a link file over, and how; the same again changes nothing.

    Errors: `ReferralFault` 832 for an unknown file, 833 for an unknown way, 834 for a file that was handed otherwise.
    """
    return _step(context, reference, "handed", how, HANDOVER_WAYS)


def tell_link_file(context: Context, reference: str, decision: str) -> LinkFileView:
    """Record what the reader of a link file says was decided; it makes no link, no label and no feature.

    Errors: `ReferralFault` 832 to 834, 835 for a file that nobody was handed yet.
    """
    return _step(context, reference, "told", decision, LINK_FILE_DECISIONS)


def link_files(context: Context) -> list[LinkFileView]:
    """Return the link files of the service, the latest first; the look is recorded.

    A file that names a case which takes no part any more is not listed.
    """
    with audited_transaction(context) as tx:
        tx.require("link.file", service=context.settings.service)
        tx.record("link.file.list", context.by, stream="reading", purpose="daily_work", facts={"kind": "link_files"})
    with context.store.read() as session:
        known = {
            case.reference
            for case in visible_cases(session, context.settings.service, day_in_brussels(context.at)).values()
        }
        mine = select(LinkFileRow).where(col(LinkFileRow.service) == context.settings.service)
        rows = session.exec(mine.order_by(col(LinkFileRow.id).desc()))
        views = [_view(session, row) for row in rows]
    return [view for view in views if set(view.cases) <= known]


def _tied(session: Session, start: ReferralRow, on: date) -> tuple[list[ReferralRow], list[LinkDecisionRow]]:
    """Return the cases that confirmed links tie to one, itself among them, and those links.

    Errors: `ReferralFault` 844.
    """
    cases = visible_cases(session, start.service, on)
    confirmed = [
        row
        for row in latest_decisions(session).values()
        if row.decision == LinkDecision.CONFIRMED and {row.one_id, row.other_id} <= cases.keys()
    ]
    reached = _reached(start.id, confirmed)
    tied = [row for row in confirmed if row.one_id in reached]
    is_wide = len({cases[id_].district for id_ in reached}) > 1
    if not tied or not (is_wide or any(row.foreign_link for row in tied)):
        raise ReferralFault("REFER-844")
    return sorted((cases[id_] for id_ in reached), key=lambda case: case.reference), tied


def _reached(start: str, confirmed: Iterable[LinkDecisionRow]) -> set[str]:
    beside: dict[str, set[str]] = defaultdict(set)
    for row in confirmed:
        beside[row.one_id].add(row.other_id)
        beside[row.other_id].add(row.one_id)
    reached, waiting = {start}, [start]
    while waiting:
        new = beside[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def _reader(
    session: Session, cases: Iterable[ReferralRow], catalogue: Catalogue, recipient: str
) -> tuple[Recipient, Lang]:
    """Return the office and the language in which it was written to; raises `ReferralFault` 831.

    One that was told of a lodging only has none of the cases, and learns of no others.
    """
    mine = col(DeliveryRow.referral_id).in_([case.id for case in cases])
    had = select(DeliveryRow).where(mine, col(DeliveryRow.recipient) == recipient).order_by(col(DeliveryRow.id))
    rows = session.exec(had.options(WITHOUT_BUNDLE))
    last = next((row for row in rows if catalogue.shares[row.reason].is_of_case), None)
    known = catalogue.recipients.get(recipient)
    if last is None or known is None or known.kind not in _THROUGH or not known.gets_bundles:
        raise ReferralFault("REFER-831")
    lang: Lang = next((one for one in known.languages if one == last.language), known.languages[0])
    return known, lang


def _body(cases: Iterable[ReferralRow], tied: Iterable[LinkDecisionRow]) -> dict[str, Any]:
    """Return what the file says: references, districts, days, grounds and strengths."""
    rows = list(cases)
    references = {case.id: case.reference for case in rows}
    return {
        "cases": [
            {"reference": c.reference, "district": c.district, "opened_on": day_in_brussels(c.opened_at).isoformat()}
            for c in rows
        ],
        "links": [
            {
                "reference": row.reference,
                "cases": sorted((references[row.one_id], references[row.other_id])),
                "ground": row.ground,
                "since": row.since.isoformat(),
                "shared": row.shared,
                "foreign_link": row.foreign_link,
                "confirmed_on": day_in_brussels(row.decided_at).isoformat(),
            }
            for row in sorted(tied, key=lambda row: row.reference)
        ],
    }


def _kept(
    tx: AuditedTransaction, service: str, recipient: str, lang: Lang, body: dict[str, Any]
) -> tuple[LinkFileRow, dict[str, Any]]:
    """Return the row of a file, the one that is there already if nothing has changed, and what it says."""
    sha256 = sha256_of({"recipient": recipient, "language": lang, **body})
    same = select(LinkFileRow).where(col(LinkFileRow.sha256) == sha256, col(LinkFileRow.service) == service)
    known = tx.session.exec(same).first()
    if known is not None:
        return known, body
    row_id = new_id()
    made = LinkFileRow(
        id=row_id,
        reference="L-" + short_code(f"link_file|{row_id}", 6),
        service=service,
        recipient=recipient,
        language=lang,
        body=body,
        sha256=sha256,
        prepared_by=tx.by,
        prepared_at=tx.at,
    )
    tx.add(made)
    return made, body


def _content(made: LinkFileRow, reader: Recipient, catalogue: Catalogue, body: Mapping[str, Any]) -> LinkFileContent:
    lang: Lang = next(one for one in reader.languages if one == made.language)
    links = (_file_link(link, catalogue, made.prepared_at) for link in body["links"])
    return LinkFileContent(
        reference=made.reference,
        recipient_name=reader.name.say(lang),
        lang=lang,
        prepared_at=made.prepared_at,
        cases=tuple(FileCase.model_validate(case) for case in body["cases"]),
        links=tuple(sorted(links, key=lambda link: (-link.percent, link.cases, link.ground))),
    )


def _file_link(link: Mapping[str, Any], catalogue: Catalogue, at: datetime) -> FileLink:
    rule = catalogue.link_grounds[link["ground"]]
    since = date.fromisoformat(link["since"])
    strength = linking.faded(rule.strength, since, rule.half_life_days, day_in_brussels(at))
    shown = {"label": rule.label, "percent": max(1, round(100 * strength))}
    return FileLink.model_validate({**link, **shown, "word": linking.strength_word(strength, catalogue.linking)})


def _step(context: Context, reference: str, step: LinkFileState, word: str, words: Iterable[str]) -> LinkFileView:
    if word not in words:
        raise ReferralFault("REFER-833", known=", ".join(words))
    with audited_transaction(context) as tx:
        tx.require("link.file", service=context.settings.service)
        row = _file_of(tx.session, reference, context.settings.service)
        steps = _steps(tx.session, row)
        if step == "told" and "handed" not in steps:
            raise ReferralFault("REFER-835")
        if step in steps and steps[step] != word:
            raise ReferralFault("REFER-834")
        if step in steps:
            tx.mark_unchanged()
        else:
            tx.session.add(
                LinkFileStepRow(id=new_id(), link_file_id=row.id, step=step, word=word, at=context.at, by=context.by)
            )
            tx.record(f"link.file.{step}", row.id, stream="referral", purpose="referral", facts={"word": word})
        tx.session.flush()
        return _view(tx.session, row)


def _file_of(session: Session, reference: str, service: str) -> LinkFileRow:
    named = col(LinkFileRow.reference) == reference.strip().upper()
    row = session.exec(select(LinkFileRow).where(named, col(LinkFileRow.service) == service)).first()
    if row is None:
        raise ReferralFault("REFER-832")
    return row


def _steps(session: Session, row: LinkFileRow) -> dict[str, str]:
    mine = select(LinkFileStepRow).where(col(LinkFileStepRow.link_file_id) == row.id)
    return {step.step: step.word for step in session.exec(mine)}


def _view(session: Session, row: LinkFileRow) -> LinkFileView:
    steps = _steps(session, row)
    state: LinkFileState = "told" if "told" in steps else "handed" if "handed" in steps else "prepared"
    return view_of(
        LinkFileView,
        row,
        cases=tuple(case["reference"] for case in row.body["cases"]),
        state=state,
        handed_by=steps.get("handed"),
        decision=steps.get("told"),
    )
