"""How a case stands between the inspection and an office: a sign and a word, and who must move."""

from dataclasses import dataclass
from datetime import datetime

from dashboards.office import Asked
from dashboards.portal.offices import name_of
from inspection.acts.portal.values import CaseCopy, OtherOffice, SentOn
from inspection.life_cycles import DeliveryState
from inspection.referral.delivery import is_past


@dataclass(frozen=True)
class State:
    """A state: `sign` names how it is drawn, `word` says it, `more` what stands beside it."""

    sign: str
    word: str
    more: str = ""


def state_of(asked: Asked, case: CaseCopy, at: datetime) -> State:
    """Return how a case stands at a moment."""
    if case.is_withdrawn:
        return State("ended", asked.say("portal.state.withdrawn"))
    if (sending := got_from(case)) is not None and case.embargo is None:
        return State("given", asked.say("portal.state.sent_on"), name_of(asked, sending.sent_by))
    if case.embargo is not None:
        who = asked.say("portal.by_you") if case.embargo.asked_by == case.office else _by(asked, case)
        return State("seal", asked.say("portal.state.embargo"), who)
    if case.state == DeliveryState.REFUSED:
        reason = asked.say(f"portal.refused.{case.refused_reason}") if case.refused_reason else ""
        return State("none", asked.say("portal.state.refused"), reason)
    if case.state == DeliveryState.ACKNOWLEDGED:
        who = asked.say(f"portal.taker.{case.taken_on.taker}") if case.taken_on else ""
        return State("done", asked.say("portal.state.acknowledged"), who)
    return _unanswered(asked, case, at)


def got_from(case: CaseCopy) -> SentOn | None:
    """Return who sent a case on to the office that reads it; None where the inspection sent it."""
    return next((one for one in case.sent_on if one.sent_to == case.office), None)


def other_line(asked: Asked, other: OtherOffice) -> str:
    """Return how far another office that has the case is, in a sentence."""
    known = {DeliveryState.ACKNOWLEDGED: "acknowledged", DeliveryState.REFUSED: "refused"}
    return asked.say(f"portal.other.{known.get(other.state, 'waiting')}", office=name_of(asked, other.office))


def _by(asked: Asked, case: CaseCopy) -> str:
    return name_of(asked, case.embargo.asked_by) if case.embargo else ""


def _unanswered(asked: Asked, case: CaseCopy, at: datetime) -> State:
    opened = "opened" if case.opened_at is not None else "unopened"
    if case.due_at is not None and is_past(case.due_at, at):
        return State("late", asked.say(f"portal.state.late_{opened}"))
    if any(not one.answer for one in case.questions):
        return State("ask", asked.say("portal.state.question"), asked.say("portal.state.clock_runs"))
    if case.opened_at is not None:
        return State("given", asked.say("portal.state.opened"))
    sent = case.state in (DeliveryState.QUEUED, DeliveryState.SENT)
    return State("sent" if sent else "given", asked.say("portal.state.sent" if sent else "portal.state.delivered"))
