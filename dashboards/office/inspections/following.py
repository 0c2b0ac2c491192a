"""What waits of a control after a decision, and what whoever owes it did: a no to read, a person, a call, an entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, get_args

from starlette.responses import Response

from dashboards.office.forms import is_accepted
from dashboards.office.inspections.opening import GUARDED_PART, Opened, Part, control_in, part_address
from dashboards.office.shared import WAITING
from inspection import acts
from inspection.control.filled import Form
from inspection.life_cycles import SEEN, FollowUpKind, PersonNow

if TYPE_CHECKING:
    from dashboards.office.asking import Asked
    from dashboards.office.inspections.words import Words
    from inspection.acts.follow_ups import FollowUp
    from inspection.trust import Context

FORMS: tuple[Form, ...] = get_args(Form)


def follow_ups_of(opened: Opened) -> Mapping[str, object]:
    """Return what waits of a control; the look is recorded."""
    found = acts.follow_ups.list_follow_ups(opened.context, control_id=opened.id)
    return {
        "follow_ups": [(one, _named(opened.words, one), opened.words.district(one.district)) for one in found],
        "seen": SEEN,
        "now_at": tuple(PersonNow),
    }


def forms_in(asked: Asked) -> tuple[Form, ...]:
    """Return the forms of exploitation that a form ticks."""
    return tuple(one for one in FORMS if asked.form.get(f"form_{one}") == "1")


def led_to_case(asked: Asked, reference: str) -> Response:
    """Lead back to the guarded part, which then names the case that was made."""
    return asked.led(f"{part_address(control_in(asked), GUARDED_PART)}?told=referred&case={reference}")


AFTER = Part(GUARDED_PART, lambda opened: {**_SHUT, "open": "after", **follow_ups_of(opened)})
# What the frame of the guarded part asks for where only this is open.
_SHUT: Mapping[str, object] = {"may_consider": False, "may_follow": True, "forms": FORMS}


def read_no(asked: Asked) -> Response:
    """Note that a no was read and stays, or set a yes beside it: then the referral leaves at once.

    Whoever read it for the service may not see the control any more, so that this leads to what waits for them.
    """
    id_, words, forms = _owed(asked), asked.form.get("words", ""), forms_in(asked)
    is_yes = asked.form.get("what") == "refer"
    if is_yes and not forms:
        return AFTER.unchosen(asked, "decide.choose_form", f"after-{id_}")

    def said(context: Context) -> None:
        if is_yes:
            acts.aftercare.refer_no(context, id_, words, forms=forms)
        else:
            acts.aftercare.leave_no(context, id_, words)

    answer = AFTER.done(asked, said, f"after-{id_}", "after")
    return asked.led(WAITING) if is_accepted(answer) else answer


def see_person(asked: Asked) -> Response:
    """Note what came of looking after a person."""
    id_, sent = _owed(asked), asked.form
    outcome, now_at = sent.get("outcome", ""), sent.get("now_at", "")
    if outcome not in SEEN or now_at not in ("", *PersonNow):
        return AFTER.unchosen(asked, "after.choose", f"after-{id_}")

    def noted(context: Context) -> None:
        place = PersonNow(now_at) if now_at else None
        acts.aftercare.note_person(context, id_, outcome, now_at=place, words=sent.get("words", ""))

    return AFTER.done(asked, noted, f"after-{id_}", "after")


def call_back(asked: Asked) -> Response:
    """Note that the inspector was rung back, and what was said."""
    id_, words = _owed(asked), asked.form.get("words", "")
    return AFTER.done(
        asked, lambda context: acts.aftercare.note_call_back(context, id_, words), f"after-{id_}", "after"
    )


def confirm_entry(asked: Asked) -> Response:
    """Confirm what a colleague entered in one's name."""
    id_, words = _owed(asked), asked.form.get("words", "")
    return _referred(asked, lambda context: acts.aftercare.confirm_entry(context, id_, words=words))


def _referred(asked: Asked, act: Callable[[Context], str]) -> Response:
    made = list[str]()
    answer = AFTER.done(asked, lambda context: made.append(act(context)), f"after-{_owed(asked)}", "after")
    return led_to_case(asked, made[0]) if made else answer


def _owed(asked: Asked) -> str:
    return asked.form.get("follow_up", "")


def _named(words: Words, one: FollowUp) -> str:
    if one.entered_by is not None:
        at = words.asked.moment(one.told_at) if one.told_at else ""
        about = words.say("after.entered", by=one.entered_by, at=at)
    elif one.kind == FollowUpKind.PERSON_CHECK:
        about = one.subject
    else:
        about = ", ".join(_lack(words, lack) for lack in one.lacks)
    return " · ".join(filter(None, (words.say(f"after.{one.kind}"), about)))


def _lack(words: Words, lack: str) -> str:
    what, _, persons = lack.partition(":")
    return " ".join(filter(None, (words.say(f"after.lack.{what}"), persons.replace(",", ", "))))
