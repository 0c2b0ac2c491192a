"""A calendar file of somebody, or with partners' answers: shown as what it would change, done only as it was shown."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.shared import FromFile, Telling
from dashboards.office.week.addresses import CALENDAR, TAKE_IN
from dashboards.office.week.calendar import drawn_again, week_of_form
from dashboards.office.week.words import Words
from inspection import acts
from inspection.acts.absences import AbsenceDifference
from inspection.acts.joint_actions import AnswerDifference
from inspection.errors import InspectionError
from inspection.time_of import IsoWeek

_ANSWERS = "answers"


@dataclass(frozen=True, kw_only=True)
class ShownChange:
    """One change as the page says it: what it is about, how it changes, and what was known before."""

    what: str
    how: str
    before: str = ""


def _is_of_answers(asked: Asked) -> bool:
    return asked.form.get("of") == _ANSWERS


def _look(asked: Asked, text: str) -> AnswerDifference | AbsenceDifference:
    sent, context = asked.form, asked.acting()
    if _is_of_answers(asked):
        return acts.joint_actions.preview_answers(context, text)
    return acts.absences.preview_absences(context, sent.get("user", ""), sent.get("kind", ""), text)


def _take(asked: Asked, text: str, shown: str) -> object:
    sent, context = asked.form, asked.acting()
    if _is_of_answers(asked):
        return acts.joint_actions.take_answers(context, text, shown=shown)
    return acts.absences.import_absences(context, sent.get("user", ""), sent.get("kind", ""), text, shown=shown)


def _shown(
    asked: Asked, difference: AnswerDifference | AbsenceDifference, packed: str, fault: InspectionError | None
) -> Response:
    sent, words = asked.form, Words(asked, IsoWeek.of(asked.today))
    return asked.page(
        "week_calendar_file.html",
        fault,
        room=CALENDAR,
        words=words,
        changes=_changes(difference, words),
        difference=difference,
        refused_rows=[(one.n, words.say(f"calendar.file.why.{one.why}")) for one in difference.refused],
        about=sent.get("user", "") if isinstance(difference, AbsenceDifference) else "",
        packed=packed,
        fields={name: sent.get(name, "") for name in ("of", "user", "kind", "week", "district")},
        address=f"{TAKE_IN}/confirm",
        back=week_of_form(asked),
    )


def _changes(difference: AnswerDifference | AbsenceDifference, words: Words) -> list[ShownChange]:
    asked = words.asked
    if isinstance(difference, AnswerDifference):
        return [
            ShownChange(
                what=f"{one.reference}, {Telling(asked).partner(one.kind, one.language)}",
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


CALENDAR_FILE: Final = FromFile(
    read=str,
    look=_look,
    take=_take,
    form=drawn_again,
    shown=_shown,
    way=lambda asked: week_of_form(asked, told="taken"),
)
