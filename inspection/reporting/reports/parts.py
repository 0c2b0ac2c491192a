"""The parts of one kind of report alone: the cell's evaluation, and the chapters of the two-yearly report."""

from collections.abc import Iterable, Sequence

from inspection.reporting.disclosure import TOTAL, ProtectedTable
from inspection.reporting.policy import Initiative
from inspection.reporting.reports.blocks import (
    Block,
    bullets,
    heading,
    initiative_blocks,
    notice,
    paragraphs,
    protection_notice,
    small,
    table_blocks,
)
from inspection.reporting.reports.chapters import SECTIONS, Chapter
from inspection.reporting.reports.content import Report
from inspection.reporting.reports.evaluation import ArmYield, arm_yields, verdict
from inspection.reporting.reports.words import Speaker


def evaluation_blocks(report: Report, say: Speaker) -> list[Block]:
    """Return the evaluation of targeting by arm, with intervals, and what did not work: first, and in plain words."""
    table = report.table("prevalence", "arm", "found")
    yields = arm_yields(table) if table else ()
    blocks = [heading(say.say("evaluation")), small(say.say("evaluation.how"), opens=True)]
    if yields:
        blocks += [_intervals(yields, say), notice(say.say(f"verdict.{verdict(yields)}"))]
    else:
        blocks.append(notice(say.say("evaluation.no_table")))
    blocks += [heading(say.say("failures"), 3), bullets(_failures(report, yields, say))]
    return blocks


def chapter_blocks(report: Report, say: Speaker) -> list[Block]:
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


def _intervals(yields: Sequence[ArmYield], say: Speaker) -> Block:
    return {"kind": "intervals", "rows": [_interval(one, say) for one in yields]}


def _interval(one: ArmYield, say: Speaker) -> dict[str, object]:
    name, found = say.atom("arm", one.arm), one.interval
    if found is None:
        return {"name": name, "low": None, "share": None, "high": None, "text": say.say("hidden_counts")}
    low, share, high = (round(part, 4) for part in found)
    text = say.say("interval", share=f"{share:.0%}"[:-1], low=f"{low:.0%}"[:-1], high=f"{high:.0%}"[:-1], n=one.visited)
    return {"name": name, "low": low, "share": share, "high": high, "text": text}


def _failures(report: Report, yields: Sequence[ArmYield], say: Speaker) -> list[str]:
    """Return a sentence for each thing that is known to fail, also where its number may not be told."""
    lost = next((y.non_response for y in yields if y.arm == "random"), None)
    visits, answers = report.table("visits"), report.table("deliveries", "timeliness")
    return [
        _share(say, "failure.non_response", lost),
        _share(say, "failure.not_carried_out", _part(visits, (TOTAL, "not_carried_out"), (TOTAL, TOTAL))),
        _share(say, "failure.unplaced", _part(visits, (TOTAL, "unplaced"), (TOTAL, TOTAL))),
        _share(say, "failure.late", _part(answers, ("late",), (TOTAL,))),
        _share(say, "failure.overdue", _part(answers, ("overdue",), (TOTAL,))),
        _share(say, "failure.undecided", _part(report.table("suspicions_decided"), ("undecided",), (TOTAL,))),
    ]


def _share(say: Speaker, key: str, part: float | None) -> str:
    return f"{say.say(key)}: {say.say('hidden_share') if part is None else f'{100 * part:.0f} %'}"


def _part(table: ProtectedTable | None, of: tuple[str, ...], whole: tuple[str, ...]) -> float | None:
    shown = table.shown if table else {}
    if of not in shown or not shown.get(whole):
        return None
    return min(1.0, shown[of] / shown[whole])
