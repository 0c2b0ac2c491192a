"""One document: opened to be read on a page, or taken away as a file; each is an entry in the trail."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from inspection.acts import access, delivery, figures, reports
from inspection.acts.documents.sheets import sheet_files
from inspection.acts.documents.shelf import DRAFT, RULES, Document, DocumentKind, of_list, of_report, of_sheet, of_table
from inspection.errors import AccessRefused
from inspection.i18n import Lang
from inspection.reporting.cases import ReferralList, referral_list_json, referral_list_pdf, referral_list_xlsx
from inspection.reporting.reports import report_json, report_pdf, report_xlsx, table_csv, table_xlsx
from inspection.sealing import canonical_json
from inspection.store import queries
from inspection.store.referrals import PublishedListRow
from inspection.time_of import IsoWeek, day_in_brussels, moment_of
from inspection.trust import Context, audited_transaction, require_permission
from sectors import Catalogue

if TYPE_CHECKING:
    from inspection.acts.figures import Release
    from inspection.acts.reports import ReportVersion

_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
}


@dataclass(frozen=True, kw_only=True)
class OpenDocument:
    """A document with what stands in it: one of the four, by its kind."""

    document: Document
    report: "ReportVersion | None" = None
    table: "Release | None" = None
    list_: ReferralList | None = None
    file: Path | None = None


@dataclass(frozen=True, kw_only=True)
class TakenDocument:
    """A document as a file."""

    name: str
    media_type: str
    content: bytes


def open_document(context: Context, kind: str, key: str) -> OpenDocument:
    """Return a document to be read; the look is recorded before.

    Of a list, a referral that whoever looks may not see on any screen is left out.
    Errors: `AccessRefused`, 120 for a document that is not there.
    """
    return _found(context, kind, key, "document.read", "")


def take_document(context: Context, kind: str, key: str, form: str, lang: Lang) -> TakenDocument:
    """Return a document as a file in one of its formats; that it was taken is recorded before.

    Arguments: `lang` of a report and a table; a list is in the language of its addressee.
    Errors: as `open_document`, 120 also for a format that it does not have.
    """
    found = _found(context, kind, key, "document.take", form)
    rules = context.app.catalogue(day_in_brussels(found.document.told_at))
    name = "-".join(("vigie", kind, *key.split("/"))) + (f"-{lang}" if kind in ("report", "table") else "")
    content = _written(found, form, lang, rules)
    return TakenDocument(name=f"{name}.{form}", media_type=_TYPES[form], content=content)


def _found(context: Context, kind: str, key: str, act: str, form: str) -> OpenDocument:
    known = next((one for one in RULES if one == kind), None)
    if known is None:
        raise AccessRefused("ACCESS-120")
    service = context.settings.service
    with context.store.read() as session:
        require_permission(session, context, "document.read", service=service)
        found = _FINDERS[known](context, session, key)
    if found is None or (form and form not in found.document.formats):
        raise AccessRefused("ACCESS-120")
    facts = {"kind": known, "document": found.document.key, **({"format": form} if form else {})}
    with audited_transaction(context) as tx:
        tx.require("document.read", service=service)
        tx.record(act, f"{known}:all", stream="reading", purpose=access.DAILY, facts=facts)
    return found


def _report(context: Context, session: Session, key: str) -> OpenDocument | None:
    require_permission(session, context, "report.read", service=context.settings.service)
    kind, _, rest = key.partition("/")
    period, _, version = rest.partition("/")
    if version != DRAFT and not version.isdecimal():
        return None
    one = reports.find_report(context, kind, period, None if version == DRAFT else int(version))
    if one is None:
        return None
    is_draft = not one.is_published
    return OpenDocument(document=of_report(kind, period, one.report.version, one.at, is_draft=is_draft), report=one)


def _table(context: Context, session: Session, key: str) -> OpenDocument | None:
    require_permission(session, context, "release.list", service=context.settings.service)
    one = figures.released_table(session, context.settings.service, key)
    if one is None:
        return None
    months = dict(one.table.scope).get("period", ())
    told_at = one.approved_at or one.proposed_at
    document = of_table(one.reference, (one.table.figure, *one.table.dimensions), months, told_at)
    return OpenDocument(document=document, table=one)


def _list(context: Context, session: Session, key: str) -> OpenDocument | None:
    require_permission(session, context, "list.read", service=context.settings.service)
    week, _, recipient = key.partition("/")
    row = PublishedListRow
    of_house = col(row.service) == context.settings.service
    wanted = select(row).where(of_house, col(row.week) == week, col(row.recipient) == recipient)
    found = session.exec(wanted).first()
    if found is None:
        return None
    hidden = access.hidden_from(context)
    whole = delivery.read_list(found.body)
    shown = replace(whole, rows=tuple(one for one in whole.rows if one.reference not in hidden))
    return OpenDocument(document=of_list(week, recipient, found.published_at), list_=shown)


def _sheet(context: Context, session: Session, key: str) -> OpenDocument | None:
    require_permission(session, context, "sheet.read", service=context.settings.service)
    user = queries.user(context.store, context.by)
    for one in sheet_files(context, user.team if user else None):
        document = of_sheet(one)
        if document.key == key:
            return OpenDocument(document=document, file=one.file)
    return None


_FINDERS: Mapping[DocumentKind, Callable[[Context, Session, str], OpenDocument | None]] = {
    "report": _report,
    "table": _table,
    "list": _list,
    "sheet": _sheet,
}


def _written(found: OpenDocument, form: str, lang: Lang, rules: Catalogue) -> bytes:
    if found.report is not None:
        return _report_as(found.report, form, lang, rules)
    if found.table is not None:
        return _table_as(found.table, form, lang, rules)
    if found.list_ is not None:
        return _list_as(found.list_, form)
    return found.file.read_bytes() if found.file is not None else b""


def _report_as(one: "ReportVersion", form: str, lang: Lang, rules: Catalogue) -> bytes:
    if form == "pdf":
        return report_pdf(one.report, lang, rules, made_on=one.at, approve_as=one.approve_as)
    return report_xlsx(one.report, lang, rules) if form == "xlsx" else report_json(one.report)


def _table_as(one: "Release", form: str, lang: Lang, rules: Catalogue) -> bytes:
    if form == "xlsx":
        return table_xlsx(one.table, one.reference, lang, rules)
    if form == "csv":
        return table_csv(one.table, lang, rules)
    told = {"schema": "vigie/table/1", "reference": one.reference, "audience": one.audience, "table": one.table}
    return (json.dumps(json.loads(canonical_json(told)), sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def _list_as(one: ReferralList, form: str) -> bytes:
    if form == "pdf":
        return referral_list_pdf(one, made_on=moment_of(IsoWeek.parse(one.week).days[-1], 24 * 60))
    return referral_list_xlsx(one) if form == "xlsx" else referral_list_json(one)
