"""The page of one joint action: when, where, by whom, what each partner answered, and what may be done about it."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.joint_actions.listing import own_district
from dashboards.office.joint_actions.words import SIGNS, ActionWords, waiting
from dashboards.office.shared import JOINT_ACTIONS, action_address, look_of_session, workplace_address
from inspection import acts
from inspection.errors import AccessRefused, InspectionError
from inspection.i18n import language_name
from inspection.store.queries import ActionView
from inspection.time_of import clock_text, now

REASONS = ("partner_declined", "too_few_teams", "place_closed", "other_date", "no_longer_needed")
_TOLD = frozenset({"booked", "answered", "moved", "called_off"})


def show(asked: Asked) -> Response:
    """Show an action."""
    return drawn(asked)


def reference_in(asked: Asked) -> str:
    """Return the action that the address names."""
    return str(asked.request.path_params["reference"])


def action_in(asked: Asked) -> ActionView:
    """Return the action that the address names.

    Errors: `AccessRefused` 120 for one that is not there, or not seen by whoever asks.
    """
    look = look_of_session(asked, "joint_actions")
    found = acts.joint_actions.actions_of(asked.acting(), reference=reference_in(asked), again=look)
    if not found:
        raise AccessRefused("ACCESS-120")
    return found[0]


def drawn(asked: Asked, fault: InspectionError | None = None, part: str = "") -> Response:
    """Return the page; `part` is the form that was refused."""
    one, told, words = action_in(asked), asked.query("told"), ActionWords(asked)
    lang, sent = asked.look.lang, asked.form if fault else {}
    return asked.page(
        "joint_actions/action.html",
        fault,
        one=one,
        n_waiting=waiting(one),
        words=words,
        name=words.names([one.workplace]).get(one.workplace, ""),
        signs=SIGNS,
        languages_of=[language_name(key, lang) for key in one.languages],
        has_hour=one.minute is not None or one.planned_minute is not None,
        reasons=REASONS,
        typed={**_standing(one), **sent},
        told=told if told in _TOLD else "",
        part=part,
        today=asked.today,
        at=now(),
        here_address=action_address(one.reference),
        address=JOINT_ACTIONS,
        room=JOINT_ACTIONS,
        workplace_address=workplace_address,
        **_offered(asked, one),
    )


def _offered(asked: Asked, one: ActionView) -> dict[str, object]:
    """Return which forms stand there; each act asks again."""
    known, own = asked.known, own_district(asked)
    is_all_own = own is None or {one.district, *one.shares} == {own}
    return {
        "may_answer": one.is_open and known.may("partner.confirm") and own in (None, one.district),
        "may_move": one.is_open and known.may("action.move") and is_all_own,
        "may_call_off": one.is_open and known.may("action.call_off") and is_all_own,
        "may_plan": known.may("plan.prepare"),
    }


def _standing(one: ActionView) -> dict[str, str]:
    """Return the moment that stands, as the form that changes it shows it; empty where the form cannot say it."""
    if one.day is not None and one.minute is not None:
        return {"day": one.day.isoformat(), "from": clock_text(one.minute)}
    in_a_row = (one.last_day - one.first_day).days + 1 == len(one.days)
    if not in_a_row or len(one.windows) != 1:
        return {}
    (opens, closes), last = one.windows[0], one.last_day.isoformat() if one.last_day != one.first_day else ""
    until = clock_text(closes) if closes != opens else ""
    return {"day": one.first_day.isoformat(), "last_day": last, "from": clock_text(opens), "until": until}
