"""A report as a document: PDF/A-3b with its data attached, and the data alone; the same report, the same bytes."""

import json
from datetime import date, datetime

from inspection.i18n import Lang
from inspection.reporting.paper import day_text, typeset
from inspection.reporting.reports.blocks import (
    Block,
    heading,
    initiative_blocks,
    notice,
    protection_notice,
    register_blocks,
    table_blocks,
)
from inspection.reporting.reports.content import Report
from inspection.reporting.reports.parts import chapter_blocks, evaluation_blocks
from inspection.reporting.reports.words import Speaker
from inspection.sealing import canonical_json, sha256_of
from sectors.rules import Catalogue

SCHEMA = "vigie/report/1"


def report_pdf(
    report: Report, lang: Lang, rules: Catalogue, *, made_on: datetime, approve_as: str | None = None
) -> bytes:
    """Return a report in one language, with its data attached; `rules` are those whose words are used.

    approve_as
        The hash that an approval names, for a draft: its first page says that it is one, and binds the yes to it.
    """
    say = Speaker(lang, rules)
    title, service = say.say(f"title.{report.kind}"), say.actor(report.service.lower())
    data = {
        "lang": lang,
        "title": title,
        "subtitle": _period(report, say),
        "service": service,
        "head": _head(report, say, approve_as),
        "contents": say.say("contents") if report.kind == "biennial" else "",
        "attached": say.say("attached"),
        "foot": f"{title} · {_period(report, say)} · {say.say('version', n=report.version)}",
        "blocks": [*_draft(approve_as, say), *_blocks(report, say)],
    }
    return typeset("report", data, made_on=made_on, attached=report_json(report))


def report_json(report: Report) -> bytes:
    """Return a report's data as readable JSON with sorted keys."""
    value = {"schema": SCHEMA, **json.loads(canonical_json(report))}
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def _period(report: Report, say: Speaker) -> str:
    if report.kind == "bureau":
        return say.month(report.first)
    if report.kind == "cell":
        return say.say("meeting_of", day=day_text(date.fromisoformat(report.key)))
    return report.key.replace("-", "\N{EN DASH}")


def _head(report: Report, say: Speaker, approve_as: str | None) -> list[tuple[str, str]]:
    rows = [
        (say.say("head.figures"), say.days(report.first, report.last)),
        (say.say("head.proposed" if approve_as else "head.published"), day_text(report.published_on)),
        (say.say("head.version"), str(report.version)),
        (say.say("head.hash"), approve_as or sha256_of(report)[:16]),
    ]
    if report.replaces:
        rows.append((say.say("head.replaces"), say.say("replaces", n=report.version - 1, sha=report.replaces[:16])))
    return rows


def _draft(approve_as: str | None, say: Speaker) -> list[Block]:
    return [notice(say.say("draft"))] if approve_as else []


def _blocks(report: Report, say: Speaker) -> list[Block]:
    if report.kind == "biennial":
        return chapter_blocks(report, say)
    figures = [heading(say.say("figures")), protection_notice(report, say), *table_blocks(report, say)]
    if report.kind in ("college", "rapporteur", "prevention"):
        return [notice(say.say(f"scope.{report.kind}")), *figures]
    blocks = register_blocks(report.register, say)
    if report.kind == "cell":
        blocks += evaluation_blocks(report, say)
    return [*blocks, *figures, heading(say.say("initiatives")), *initiative_blocks(report.initiatives, say)]
