"""A report as a document: PDF/A-3b with its data attached, and the data alone; the same report, the same bytes."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from inspection.i18n import Lang
from inspection.reporting.model_card import (
    CardSpeaker,
    CardVersion,
    Edition,
    ModelCard,
    card_blocks,
    card_page,
    card_pdf,
    edition_of,
    measured_blocks,
)
from inspection.reporting.paper import Block, bullets, heading, notice, paragraphs, small, typeset
from inspection.reporting.policy import Initiative
from inspection.reporting.reports.blocks import initiative_blocks, protection_notice, register_blocks, table_blocks
from inspection.reporting.reports.chapters import SECTIONS, Chapter
from inspection.reporting.reports.content import Report
from inspection.reporting.reports.evaluation import evaluation_blocks
from inspection.reporting.reports.opening import opening_blocks
from inspection.reporting.reports.words import Speaker
from inspection.sealing import canonical_json, sha256_of
from inspection.time_of import day_text
from sectors import Catalogue

SCHEMA = "vigie/report/1"
EDITIONS: tuple[Edition, ...] = ("internal", "public")


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """A report in one language, for paper and for a page alike.

    head
        What it is, line by line: a name and a value.
    """

    title: str
    subtitle: str
    service: str
    head: list[tuple[str, str]]
    blocks: list[Block]


def report_page(report: Report, lang: Lang, rules: Catalogue, *, approve_as: str | None = None) -> ReportPage:
    """Return a report in one language as blocks; of a model card its internal edition. `approve_as` as `report_pdf`."""
    say = Speaker(lang, rules)
    return ReportPage(
        title=say.say(f"title.{report.kind}"),
        subtitle=_period(report, say),
        service=say.actor(report.service.lower()),
        head=_head(report, say, approve_as),
        blocks=_blocks(report, say),
    )


def report_pdf(
    report: Report, lang: Lang, rules: Catalogue, *, made_on: datetime, approve_as: str | None = None
) -> bytes:
    """Return a report in one language, with its data attached; `rules` are those whose words are used.

    A model card is returned in its internal edition; `report_files` has the others.

    approve_as
        The hash that an approval names, for a draft: its first page says that it is one, and binds the yes to it.
    """
    if report.targeting is not None and report.kind == "model_card":
        return card_pdf(report.targeting, _version(report, approve_as), lang, rules, made_on=made_on)
    say, page = Speaker(lang, rules), report_page(report, lang, rules, approve_as=approve_as)
    data = {
        "lang": lang,
        "title": page.title,
        "subtitle": page.subtitle,
        "service": page.service,
        "head": page.head,
        "contents": say.say("contents") if report.kind == "biennial" else "",
        "attached": say.say("attached"),
        "foot": f"{page.title} · {page.subtitle} · {say.say('version', n=report.version)}",
        "blocks": [*([notice(say.say("draft"))] if approve_as else []), *page.blocks],
    }
    return typeset("report", data, made_on=made_on, attached=report_json(report))


def report_files(
    report: Report, lang: Lang, rules: Catalogue, *, made_on: datetime, approve_as: str | None = None
) -> Mapping[str, Callable[[], bytes]]:
    """Return by name what is written of a report in one language: its PDF; of a model card, page and PDF an edition."""
    name = f"{report.kind}-{report.key}"
    if report.targeting is None or report.kind != "model_card":
        pdf = partial(report_pdf, report, lang, rules, made_on=made_on, approve_as=approve_as)
        return {f"{name}-{lang}.pdf": pdf}
    of = _version(report, approve_as)
    files: dict[str, Callable[[], bytes]] = {}
    for edition in EDITIONS:
        card = edition_of(report.targeting, edition, rules=rules.releases)
        file = f"{edition}/{name}-{edition}-{lang}"
        files[f"{file}.pdf"] = partial(card_pdf, card, of, lang, rules, made_on=made_on)
        files[f"{file}.html"] = partial(_page, card, of, lang, rules)
    return files


def _page(card: ModelCard, of: CardVersion, lang: Lang, rules: Catalogue) -> bytes:
    return card_page(card, of, lang, rules).encode()


def _version(report: Report, approve_as: str | None) -> CardVersion:
    return CardVersion(
        version=report.version, told_on=report.published_on, service=report.service, approve_as=approve_as or ""
    )


def report_json(report: Report) -> bytes:
    """Return a report's data as readable JSON with sorted keys."""
    value = {"schema": SCHEMA, **json.loads(canonical_json(report))}
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def _period(report: Report, say: Speaker) -> str:
    if report.kind in ("bureau", "model_card"):
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


def _blocks(report: Report, say: Speaker) -> list[Block]:
    if report.kind == "biennial":
        return _chapters(report, say)
    if report.kind == "model_card":
        return card_blocks(report.targeting, CardSpeaker(say.lang, say.rules)) if report.targeting else []
    figures = [heading(say.say("figures")), protection_notice(report, say), *table_blocks(report, say)]
    if report.kind in ("college", "rapporteur", "prevention"):
        return [notice(say.say(f"scope.{report.kind}")), *figures]
    opening = opening_blocks(report, say) if report.kind == "bureau" else []
    blocks = [*opening, *register_blocks(report.register, say, report.published_on)]
    if report.kind == "cell":
        blocks += [*evaluation_blocks(report, say), *_targeting(report, say)]
    return [*blocks, *figures, heading(say.say("initiatives")), *initiative_blocks(report.initiatives, say)]


def _targeting(report: Report, say: Speaker) -> list[Block]:
    """Return how targeting does, in the edition of the report."""
    speaker = CardSpeaker(say.lang, say.rules)
    if report.targeting is None:
        return []
    return [heading(speaker.say("of_targeting")), *measured_blocks(report.targeting, speaker)]


def _chapters(report: Report, say: Speaker) -> list[Block]:
    """Return the whole of the two-yearly report: our own chapter, then the others', then who sent none."""
    own = report.service.lower()
    mine = next((c for c in report.chapters if c.department == own), None)
    blocks = [heading(say.actor(own))]
    blocks += _sections(mine, say) if mine else []
    ours = [i for i in report.initiatives if i.department == own] + list(mine.initiatives if mine else ())
    blocks += [heading(say.say("initiatives"), 3), *initiative_blocks(_by_day(ours), say)]
    blocks += [heading(say.say("figures"), 2), protection_notice(report, say), *table_blocks(report, say)]
    noted = {i.department for i in report.initiatives} - {own}
    others = {c.department: c for c in report.chapters if c.department != own}
    for department in sorted({*others, *noted}, key=say.actor):
        blocks += _other(department, others.get(department), report, say)
    missing = [name for name in report.authors if name not in others and name != own]
    if missing:
        blocks += [heading(say.say("chapters.missing")), bullets(say.actor(name) for name in missing)]
    return blocks


def _other(department: str, chapter: Chapter | None, report: Report, say: Speaker) -> list[Block]:
    noted = [i for i in report.initiatives if i.department == department] + list(chapter.initiatives if chapter else ())
    return [
        heading(say.actor(department)),
        *(_sections(chapter, say) if chapter else [small(say.say("chapter.noted_by_us"))]),
        heading(say.say("initiatives"), 3),
        *initiative_blocks(_by_day(noted), say),
    ]


def _sections(chapter: Chapter, say: Speaker) -> list[Block]:
    found = [(section, chapter.sections[section]) for section in SECTIONS if section in chapter.sections]
    pairs = ([heading(say.say(f"section.{section}"), 3), paragraphs(say.words(words))] for section, words in found)
    return [block for pair in pairs for block in pair]


def _by_day(initiatives: Iterable[Initiative]) -> list[Initiative]:
    return sorted(initiatives, key=lambda i: (i.first_day, i.reference))
