"""Chapters of the two-yearly report: a workbook that a department fills in, and what it wrote, taken in whole."""

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from inspection.acts.reports.words import known_actor
from inspection.i18n import Lang
from inspection.reporting.reports import Chapter, chapter_workbook, read_chapter, report_period
from inspection.sealing import sha256_of
from inspection.store.core import new_id
from inspection.store.policy import ChapterRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction, require_in_service

# the departments that the charter names, whose initiatives the government's report gathers
AUTHORS = ("spc-dsb", "collpg", "fedpros", "djsoc-thb", "onss", "tsw", "oe-minteh", "guardianship", "fps-fa")


def chapter_template(context: Context, department: str, period: str, lang: Lang) -> bytes:
    """Return the workbook that a department fills in for two years.

    Errors: `ReferralFault` 947 for an unknown department, 975 for a period that is none; `AccessRefused`.
    """
    require_in_service(context, "chapter.import")
    recipients = context.app.catalogue(day_in_brussels(context.at)).recipients
    known_actor(department, recipients, "chapters")
    report_period("biennial", period)
    return chapter_workbook(department, recipients[department].name.say(lang), period, lang)


def import_chapter(context: Context, content: bytes) -> Chapter:
    """Take in a department's workbook; it stands in place of an earlier one, which is kept; again changes nothing.

    Errors: `ReferralFault` 947 and 975 as in `chapter_template`, 953 when it is not our workbook, 954 with the cells
    that cannot be taken; `AccessRefused`.
    """
    chapter = read_chapter(content)
    known_actor(chapter.department, context.app.catalogue(day_in_brussels(context.at)).recipients, "chapters")
    report_period("biennial", chapter.period)
    with audited_transaction(context) as tx:
        tx.require("chapter.import", service=context.settings.service)
        sha256, service = sha256_of(chapter), context.settings.service
        last = _latest(tx.session, service, chapter.period).get(chapter.department)
        if last is not None and last.sha256 == sha256:
            tx.mark_unchanged()
            return chapter
        row = ChapterRow(
            id=new_id(),
            service=service,
            department=chapter.department,
            period=chapter.period,
            sha256=sha256,
            body=chapter,
            imported_by=context.by,
            imported_at=context.at,
        )
        tx.add(row)
        facts = {"department": chapter.department, "period": chapter.period, "sha256": sha256}
        tx.record("chapter.import", row.id, stream="policy", purpose="policy", facts=facts)
    return chapter


def chapters_of(session: Session, service: str, period: str) -> list[Chapter]:
    """Return the chapter that stands of each department, inside an act."""
    known = TypeAdapter(Chapter)
    return [known.validate_python(row.body) for _, row in sorted(_latest(session, service, period).items())]


def _latest(session: Session, service: str, period: str) -> dict[str, ChapterRow]:
    wanted = select(ChapterRow).where(col(ChapterRow.service) == service, col(ChapterRow.period) == period)
    return {row.department: row for row in session.exec(wanted.order_by(col(ChapterRow.id)))}
