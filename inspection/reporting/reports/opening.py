"""How a note begins: three sentences and one chart, from what is late and from released counts alone.

A sentence says no number that no table of the report shows; where a month is too small it says so, and tells the months
before it instead.
"""

from datetime import date

from babel.dates import format_date

from inspection.reporting.disclosure import TOTAL
from inspection.reporting.figures import months
from inspection.reporting.paper import Block, column_chart, heading, paragraphs, picture, small
from inspection.reporting.reports.content import Report, ReportTable
from inspection.reporting.reports.trend import rolling_first
from inspection.reporting.reports.words import Speaker
from inspection.time_of import day_text

SENT, ANSWERED = ("referrals", "form"), ("deliveries", "timeliness")
ANSWERS = ("in_time", "late", "overdue")


def opening_blocks(report: Report, say: Speaker) -> list[Block]:
    """Return what stands first: the sentences, and the course of one figure."""
    return [paragraphs(*opening(report, say)), *trend_blocks(report, say)]


def opening(report: Report, say: Speaker) -> tuple[str, str, str]:
    """Return three sentences: what is late, what the month was, what became of what was sent."""
    return _late(report, say), _sent(report, say), _answered(report, say)


def trend_blocks(report: Report, say: Speaker) -> list[Block]:
    """Return the chart of a report with what it shows in words, or that too few months can be shown for one."""
    if report.trend is None:
        return [small(say.say("trend.none"))]
    figure = say.figure(report.trend.figure)
    points = [(_short(point.month, say), point.count) for point in report.trend.points]
    hidden = say.say("opening.hidden")
    told = "; ".join(f"{name}: {hidden if count is None else count}" for name, count in points)
    svg = column_chart(points, told=f"{figure}. {told}")
    return [
        heading(say.say("trend", figure=figure), 3),
        picture(svg, f"{figure}. {told}"),
        small(say.say("trend.note")),
    ]


def rolling_text(report: Report, say: Speaker) -> str:
    """Return which months stand in for the report's own."""
    length = say.rules.releases.rolling_months
    return say.say("rolling", months=length, days=say.days(rolling_first(report.last, length), report.last))


def _late(report: Report, say: Speaker) -> str:
    late = [line for line in report.register.late if line.due_on is not None]
    if not late:
        return say.say("opening.late.none", due=len(report.register.due))
    oldest = min(late, key=lambda line: (line.due_on, line.reference))
    assert oldest.due_on is not None  # noqa: S101  those without a day were left out above
    return say.say(
        "opening.late.one" if len(late) == 1 else "opening.late.many",
        n=len(late),
        reference=oldest.reference,
        owner=say.actor(oldest.owner),
        day=day_text(oldest.due_on),
        days=(report.published_on - oldest.due_on).days,
    )


def _sent(report: Report, say: Speaker) -> str:
    month, own = say.month(report.first), _table(report, SENT)
    length = say.rules.releases.rolling_months
    count = _counts(own).get(TOTAL)
    if count is not None:
        before = _before(report)
        key = "opening.sent" if before is None else "opening.sent.both"
        return say.say(key, month=month, n=count, before=before)
    part = sum(_counts(own).values())
    if part:
        return say.say("opening.sent.part", month=month, n=part)
    longer = report.longer(own) if own is not None else None
    whole = _counts(longer).get(TOTAL)
    if not whole or longer is None:
        return say.say("opening.sent.none", month=month, months=length)
    key = "opening.sent.longer" if longer.table is not None else "opening.sent.sum"
    return say.say(key, month=month, months=length, n=whole)


def _answered(report: Report, say: Speaker) -> str:
    own, length = _table(report, ANSWERED), say.rules.releases.rolling_months
    longer = report.longer(own) if own is not None else None
    for table, key in ((own, "opening.answered"), (longer, "opening.answered.longer")):
        known = _counts(table)
        if any(known.get(name) is not None for name in ANSWERS):
            hidden = say.say("opening.hidden")
            return say.say(key, months=length, **{name: known.get(name, hidden) for name in ANSWERS})
    return say.say("opening.answered.none", months=length)


def _table(report: Report, wanted: tuple[str, str]) -> ReportTable | None:
    figure, dimension = wanted
    return next((one for one in report.tables if (one.figure, one.dimensions) == (figure, (dimension,))), None)


def _counts(one: ReportTable | None) -> dict[str, int]:
    """Return what may be read of a table by one dimension; what is hidden is left out."""
    if one is None:
        return {}
    if one.table is not None:
        return {labels[0]: count for labels, count in one.table.shown.items()}
    return {cell.labels[0]: cell.shown for cell in one.assembled.cells if cell.shown} if one.assembled else {}


def _before(report: Report) -> int | None:
    """Return what was sent in the month before, where the course shows it."""
    if report.trend is None or report.trend.figure != SENT[0]:
        return None
    wanted = months(rolling_first(report.last, 2), report.last)[0]
    return next((point.count for point in report.trend.points if point.month == wanted), None)


def _short(month: str, say: Speaker) -> str:
    return format_date(date.fromisoformat(f"{month}-01"), "MMM y", locale=say.lang)
