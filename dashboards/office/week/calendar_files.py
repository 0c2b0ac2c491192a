"""A calendar file of somebody, or with partners' answers: shown as what it would change, done only as it was shown."""

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import said_of, status_of
from dashboards.office.forms import packed, unpacked
from dashboards.office.week.addresses import CALENDAR, TAKE_IN, address
from dashboards.office.week.calendar import drawn, partner_named
from dashboards.office.week.words import Words
from inspection import acts
from inspection.acts.joint_actions import AnswerDifference
from inspection.acts.staff import AbsenceDifference
from inspection.errors import InspectionError
from inspection.time_of import IsoWeek

_ANSWERS = "answers"
_STALE = "SETTING-043"


@dataclass(frozen=True, kw_only=True)
class ShownChange:
    """One change as the page says it: what it is about, how it changes, and what was known before."""

    what: str
    how: str
    before: str = ""


def preview(asked: Asked) -> Response:
    """Show what a file would change; nothing is done."""
    return _previewed(asked, asked.form.get("file", ""))


def confirm(asked: Asked) -> Response:
    """Do what was shown, if it still is what would change; else show what would now."""
    sent, shown, text = asked.form, asked.form.get("shown", ""), ""
    try:
        text = unpacked(sent.get("packed", ""))
        if _is_of_answers(asked):
            acts.joint_actions.take_answers(asked.acting(), text, shown=shown)
        else:
            acts.staff.import_absences(asked.acting(), sent.get("user", ""), sent.get("kind", ""), text, shown=shown)
    except InspectionError as fault:
        return _previewed(asked, text, fault) if fault.code == _STALE else drawn(asked, sent, fault)
    return asked.led(address(CALENDAR, week=sent.get("week", ""), district=sent.get("district", ""), told="taken"))


def _is_of_answers(asked: Asked) -> bool:
    return asked.form.get("of") == _ANSWERS


def _previewed(asked: Asked, text: str, before: InspectionError | None = None) -> Response:
    sent, context = asked.form, asked.acting()
    difference: AnswerDifference | AbsenceDifference
    try:
        if _is_of_answers(asked):
            difference = acts.joint_actions.preview_answers(context, text)
        else:
            difference = acts.staff.preview_absences(context, sent.get("user", ""), sent.get("kind", ""), text)
        carried = packed(text)
    except InspectionError as fault:
        return drawn(asked, sent, fault)
    words = Words(asked, IsoWeek.of(asked.today))
    return asked.page(
        "week_calendar_file.html",
        status_of(before) if before else 200,
        room=CALENDAR,
        words=words,
        changes=_changes(difference, words),
        difference=difference,
        refused_rows=[(one.n, words.say(f"calendar.file.why.{one.why}")) for one in difference.refused],
        about=sent.get("user", "") if isinstance(difference, AbsenceDifference) else "",
        refusal=said_of(before, asked.look.lang) if before else "",
        code=before.code if before else "",
        packed=carried,
        fields={name: sent.get(name, "") for name in ("of", "user", "kind", "week", "district")},
        address=f"{TAKE_IN}/confirm",
        back=address(CALENDAR, week=sent.get("week", ""), district=sent.get("district", "")),
    )


def _changes(difference: AnswerDifference | AbsenceDifference, words: Words) -> list[ShownChange]:
    asked = words.asked
    if isinstance(difference, AnswerDifference):
        return [
            ShownChange(
                what=f"{one.reference}, {partner_named(one.kind, one.language, words)}",
                how=asked.say(f"actions.{one.said}"),
            )
            for one in difference.changes
        ]
    return [
        ShownChange(
            what=_days(one.first_day, one.last_day, words),
            how=words.say(f"calendar.file.{one.how}"),
            before=_days(*one.before, words) if one.before and one.how == "moved" else "",
        )
        for one in difference.changes
    ]


def _days(first: date, last: date, words: Words) -> str:
    told = words.asked.day
    return told(first) if first == last else f"{told(first)} – {told(last)}"
