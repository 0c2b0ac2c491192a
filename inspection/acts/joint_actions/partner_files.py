"""Partners by calendar: a file that asks one of them to come, and files in which they answered.

An invitation says hour and reference, and no place. Its identity stays when the action moves, and its number rises, so
that a partner's program moves it too. An answer counts for the moment that it names only: a "yes" to another is none.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event

from inspection.acts import absences
from inspection.acts.absences import CalendarEvent, RefusedEvent
from inspection.acts.joint_actions.booking import note_answer, open_action
from inspection.acts.joint_actions.calendar import actions_of
from inspection.errors import PlanningFault, SettingsFault
from inspection.i18n import Lang, t
from inspection.sealing import sha256_of, short_code
from inspection.store.queries import ActionView, PartnerView
from inspection.time_of import BRUSSELS, day_in_brussels, moment_of
from inspection.trust import Context, answers_alike, audited_transaction

_ANSWERS: Mapping[str, Literal["confirmed", "declined"]] = {"ACCEPTED": "confirmed", "DECLINED": "declined"}


@dataclass(frozen=True, kw_only=True)
class PartnerAnswer:
    """What a partner of an action answered, as a file says it."""

    reference: str
    partner_id: str
    kind: str
    language: str | None
    said: Literal["confirmed", "declined"]


@dataclass(frozen=True, kw_only=True)
class AnswerDifference:
    """What a file of answers would change.

    same
        How many of its answers are known.
    refused
        Events that are not taken: not understood, of no action that is seen, without an answer, to another moment.
    """

    changes: tuple[PartnerAnswer, ...]
    same: int
    refused: tuple[RefusedEvent, ...]
    others: int

    @property
    def sha256(self) -> str:
        """Hash of what would change."""
        return sha256_of([asdict(one) for one in self.changes])


@answers_alike("partner.confirm", "PLAN-258")
def invitation(context: Context, reference: str, partner_id: str, lang: Lang) -> bytes:
    """Return the iCalendar file that asks one partner of an action to come; that it is made is recorded.

    Errors: `PlanningFault` 258 for an action that is not there or not seen, 260 for a partner that it does not have,
    276 for one whose minute nobody knows yet; `AccessRefused`.
    """
    action = next((one for one in _seen(context) if one.reference == reference.strip().upper()), None)
    if action is None:
        raise PlanningFault("PLAN-258", reference=reference[:12])
    partner = next((one for one in action.partners if one.id == partner_id), None)
    if partner is None:
        raise PlanningFault("PLAN-260", reference=action.reference)
    start = _start(action)
    if start is None:
        raise PlanningFault("PLAN-276", reference=action.reference)
    with audited_transaction(context) as tx:
        tx.require("partner.confirm", district=action.district, service=action.service)
        facts = {"action": action.id, "kind": partner.kind}
        tx.record("partner.invite", partner.id, stream="joint_action", facts=facts)
    return _invitation(action, partner, start, context.at, lang)


def preview_answers(context: Context, text: str) -> AnswerDifference:
    """Return which answers of partners a file would note, and note none; the look at the actions is recorded.

    Errors: `SettingsFault` 074 for what is no iCalendar file; `AccessRefused`.
    """
    return _difference(context, text)


def take_answers(context: Context, text: str, *, shown: str) -> AnswerDifference:
    """Note the answers of a file, all in one, if they are still what was shown.

    Errors: as `preview_answers`; `SettingsFault` 043 where something else would change now.
    """
    difference = _difference(context, text)
    if difference.sha256 != shown:
        raise SettingsFault("SETTING-043")
    with audited_transaction(context) as tx:
        for one in difference.changes:
            row = open_action(tx, one.reference)
            tx.require("partner.confirm", district=row.district, service=row.service)
            note_answer(tx, row, one.partner_id, declined=one.said == "declined")
        if not difference.changes:
            tx.require("partner.confirm", service=context.settings.service)
            tx.mark_unchanged()
    return difference


def _invitation(action: ActionView, partner: PartnerView, start: datetime, at: datetime, lang: Lang) -> bytes:
    event = Event()
    event.add("uid", _uid(action, partner))
    event.add("sequence", int(at.timestamp()) // 60)
    event.add("dtstamp", at)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=action.minutes))
    event.add("summary", t("calendar.joint_action", lang, reference=action.reference))
    event.add("status", "TENTATIVE")
    calendar = Calendar()
    calendar.add("prodid", "-//Vigie//joint actions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _seen(context: Context) -> list[ActionView]:
    """Return the open actions to come that whoever asks may see."""
    found = actions_of(context, since=day_in_brussels(context.at))
    return [one for one in found if one.is_open]


def _uid(action: ActionView, partner: PartnerView) -> str:
    told = short_code(f"partner|{action.id}|{partner.kind}|{partner.contact}|{partner.language or ''}", 4)
    return f"{action.reference}-{told}@vigie"


def _start(action: ActionView) -> datetime | None:
    for day, minute in ((action.day, action.minute), (action.planned_day, action.planned_minute)):
        if day is not None and minute is not None:
            return moment_of(day, int(minute))
    return None


def _difference(context: Context, text: str) -> AnswerDifference:
    read = absences.read_calendar(text)
    asked = {_uid(action, one).casefold(): (action, one) for action in _seen(context) for one in action.partners}
    told = [(event, *_told(event, asked)) for event in read.events]
    refused = [RefusedEvent(n=event.n, why=why) for event, _, why in told if why]
    answers = [one for _, one, _ in told if one is not None]
    known = {one.id: one.state for action, one in asked.values()}
    changes = tuple(one for one in answers if known[one.partner_id] != one.said)
    return AnswerDifference(
        changes=changes,
        same=len(answers) - len(changes),
        refused=tuple(sorted((*read.refused, *refused), key=lambda one: one.n)),
        others=read.others,
    )


def _told(
    event: CalendarEvent, asked: Mapping[str, tuple[ActionView, PartnerView]]
) -> tuple[PartnerAnswer | None, str]:
    """Return the answer that an event gives, or why it gives none."""
    found = asked.get(event.uid.casefold())
    if found is None:
        return None, "unknown"
    action, partner = found
    said = _ANSWERS.get(event.answer) or _by_status(event)
    if said is None:
        return None, "no_answer"
    if said == "confirmed" and _moment(event) != _start(action):
        return None, "other_moment"
    answer = PartnerAnswer(
        reference=action.reference,
        partner_id=partner.id,
        kind=partner.kind,
        language=partner.language,
        said=said,
    )
    return answer, ""


def _by_status(event: CalendarEvent) -> Literal["confirmed", "declined"] | None:
    if event.is_cancelled:
        return "declined"
    return "confirmed" if event.is_confirmed else None


def _moment(event: CalendarEvent) -> datetime | None:
    """Return when an event starts; hours without a zone are those of the clock here."""
    if event.starts is None or event.starts.tzinfo is not None:
        return event.starts
    return event.starts.replace(tzinfo=BRUSSELS)
