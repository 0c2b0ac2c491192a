"""What somebody of ours owes after a decision on a suspicion: a page each, with what came of it."""

from collections.abc import Callable
from typing import cast

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import alike, said_of, status_of
from dashboards.office.referrals import FORM, case_address, for_reason, forms_in
from dashboards.office.shared import WAITING, Telling, attempted, control_address, look_of_session
from dashboards.office.waiting.suspicion import Suspicion, suspicion_of
from inspection import acts
from inspection.acts.follow_ups import FollowUp
from inspection.errors import AccessRefused, InspectionError, PortalFault
from inspection.life_cycles import SEEN, PersonNow, Seen

FOLLOW_UPS = f"{WAITING}/follow-ups"
_LATER = frozenset({"ACCESS-090", "ACCESS-091", "ACCESS-092", "ACCESS-093", "ACCESS-094"})


def follow_ups_of(asked: Asked) -> list[FollowUp]:
    """Return what waits and what whoever asks may know of; one look a session at the list."""
    return acts.follow_ups.list_follow_ups(asked.acting(), again=look_of_session(asked, "follow_ups"))


def follow_up_named(asked: Asked, one: FollowUp) -> str:
    """Return what is owed: of which person by reference, what a report left open, or who entered it."""
    about = ", ".join(_lack(asked, each) for each in one.lacks)
    if one.entered_by is not None and one.told_at is not None:
        about = asked.say("after.entered", by=one.entered_by, at=asked.moment(one.told_at))
    return " · ".join(filter(None, (asked.say(f"after.{one.kind}", person=one.subject), about)))


def follow_up_address(one: FollowUp) -> str:
    """Return the address of the page on which it is done."""
    return f"{FOLLOW_UPS}/{one.id}"


def show(asked: Asked) -> Response:
    """Show one with its form."""
    return _drawn(asked)


def read(asked: Asked) -> Response:
    """Show the contact what was seen and decided, before they leave a no as it is or set a yes beside it."""
    one = _one(asked)
    try:
        whole = acts.controls.show_control(for_reason(asked), one.control_id, whole=True)
    except InspectionError as fault:
        return _again(asked, fault, "why")
    return _drawn(asked, read=suspicion_of(asked, whole))


def end_no(asked: Asked) -> Response:
    """Note that a no was read and stays, or set a yes beside it: then the referral leaves at once."""
    if asked.form.get("do") == "refer":
        return _sent(
            asked, lambda: acts.aftercare.refer_no(asked.acting(), _id(asked), _words(asked), forms=forms_in(asked))
        )
    return _done(asked, lambda: acts.aftercare.leave_no(asked.acting(), _id(asked), _words(asked)))


def note_person(asked: Asked) -> Response:
    """Note what came of looking after a person."""

    def act() -> None:
        now_at = asked.form.get("now_at", "")
        if now_at and now_at not in list(PersonNow):
            raise PortalFault("PORTAL-304")
        seen = cast(Seen, asked.form.get("outcome", ""))  # the act refuses what nobody chose
        where = PersonNow(now_at) if now_at else None
        acts.aftercare.note_person(asked.acting(), _id(asked), seen, now_at=where, words=_words(asked))

    return _done(asked, act)


def note_call(asked: Asked) -> Response:
    """Note that the inspector was rung back."""
    return _done(asked, lambda: acts.aftercare.note_call_back(asked.acting(), _id(asked), _words(asked)))


def confirm(asked: Asked) -> Response:
    """Confirm what a colleague entered in one's name."""
    return _sent(asked, lambda: acts.aftercare.confirm_entry(asked.acting(), _id(asked), words=_words(asked)))


def _id(asked: Asked) -> str:
    return str(asked.request.path_params["id"])


def _words(asked: Asked) -> str:
    return asked.form.get("words", "")


def _one(asked: Asked) -> FollowUp:
    """Return the one that the address names. Errors: `AccessRefused` 120 for none that waits for whoever asks."""
    found = next((one for one in follow_ups_of(asked) if one.id == _id(asked) and one.is_mine), None)
    if found is None:
        raise AccessRefused("ACCESS-120")
    return found


def _lack(asked: Asked, lack: str) -> str:
    what, _, persons = lack.partition(":")
    return " ".join(filter(None, (asked.say(f"after.lack.{what}"), persons.replace(",", ", "))))


def _done(asked: Asked, act: Callable[[], object]) -> Response:
    """Do it, and lead back to what waits."""
    return attempted(asked, act, f"{WAITING}?told=done", lambda fault: _again(asked, fault, "do"))


def _sent(asked: Asked, act: Callable[[], str]) -> Response:
    """Do it, and lead to the case that left."""
    made: list[str] = []
    answer = attempted(asked, lambda: made.append(act()), WAITING, lambda fault: _again(asked, fault, "do"))
    return asked.led(f"{case_address(made[0])}?told=left") if made else answer


def _again(asked: Asked, fault: InspectionError, part: str) -> Response:
    """Show the page again with what was typed, and why it was not taken.

    Errors: the fault itself where it is not there, or not for who asks.
    """
    if alike(fault) is not fault:
        raise fault
    return _drawn(asked, fault=fault, part="why" if fault.code in _LATER else part)


def _drawn(
    asked: Asked, *, read: Suspicion | None = None, fault: InspectionError | None = None, part: str = ""
) -> Response:
    one, telling = _one(asked), Telling(asked)
    return asked.page(
        "follow_up.html",
        status_of(fault) if fault else 200,
        one=one,
        named=follow_up_named(asked, one),
        read=read,
        is_asked=part == "why",
        outcomes=SEEN,
        places=list(PersonNow),
        forms=Suspicion.FORMS,
        form_field=FORM,
        purposes=acts.access.choices(telling.rules, asked.known.user.role),
        telling=telling,
        typed=asked.form,
        part=part,
        refusal=said_of(fault, asked.look.lang) if fault else "",
        code=fault.code if fault else "",
        address=WAITING,
        room=WAITING,
        here_address=follow_up_address(one),
        control=control_address(one.control_id),
    )
