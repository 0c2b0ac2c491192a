"""The page of what changes in a case after it left: how it stands, and what one proposes and another confirms."""

from collections.abc import Callable
from typing import cast, get_args

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import alike
from dashboards.office.referrals.addresses import BOARD, case_address, changes_address
from dashboards.office.referrals.cases import reference_in
from dashboards.office.referrals.words import Words
from dashboards.office.shared import Telling, attempted, for_reason
from inspection import acts
from inspection.acts.changes import Change, ChangeKind, Channel
from inspection.errors import InspectionError, PortalFault
from inspection.life_cycles import TOLD_OUTCOMES

TOLD = {
    "proposed": "changes.proposed",
    "confirmed": "changes.confirmed_now",
    "dropped": "changes.dropped_now",
    "recalled": "recalls.recalled",
    "stopped": "recalls.stopped",
    "deleted": "recalls.deletion_noted",
    "embargo": "embargo.recorded",
    "lifted": "embargo.lifted",
    "outcome": "told.recorded",
}
OFFICE = "office."  # before the id of each office that is ticked
_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)


def show(asked: Asked) -> Response:
    """Show how a case stands: what was proposed, recalled and asked of it, and no word of what was written."""
    return drawn(asked)


def propose(asked: Asked) -> Response:
    """Propose a change; nothing leaves before somebody else confirms."""
    sent = asked.form
    offices = [name.removeprefix(OFFICE) for name in sent if name.startswith(OFFICE)]

    def act() -> object:
        kind = cast(ChangeKind, one_of(sent.get("kind", ""), _KINDS))
        added = offices if kind == "addition" else []
        return acts.changes.propose_change(
            asked.acting(), reference_in(asked), kind, sent.get("words", ""), recipients=added
        )

    return done(asked, act, "propose", "proposed")


def read(asked: Asked) -> Response:
    """Show the words of a proposal to who wrote them, and for a reason to who may confirm it; only then can it be."""
    change = asked.form.get("change", "")
    try:
        words = acts.changes.change_reason(for_reason(asked), change)
    except InspectionError as fault:
        return again(asked, fault, "read")
    return drawn(asked, opened=change, words=words)


def confirm(asked: Asked) -> Response:
    """Confirm a proposal as a second person: its messages leave."""
    return done(asked, lambda: acts.changes.confirm_change(asked.acting(), _change(asked)), "read", "confirmed")


def drop(asked: Asked) -> Response:
    """Drop a proposal."""
    return done(asked, lambda: acts.changes.drop_change(asked.acting(), _change(asked)), "read", "dropped")


def _change(asked: Asked) -> str:
    return asked.form.get("change", "")


def one_of(sent: str, known: tuple[str, ...]) -> str:
    """Return what was chosen of a list.

    Errors: `PortalFault` PORTAL-304 for what is not of it.
    """
    if sent not in known:
        raise PortalFault("PORTAL-304")
    return sent


def done(asked: Asked, act: Callable[[], object], part: str, told: str) -> Response:
    """Do it, and lead back to the page; where it is refused, show it again with what was typed."""
    way = f"{changes_address(reference_in(asked))}?told={told}"
    return attempted(asked, act, way, lambda fault: again(asked, fault, part))


def again(asked: Asked, fault: InspectionError, part: str) -> Response:
    """Show the page again with what a form of it held, and why it was not taken.

    Errors: the fault itself where the case or the change is not there, or not for who asks.
    """
    if alike(fault) is not fault:
        raise fault
    return drawn(asked, fault=fault, part=part)


def drawn(
    asked: Asked, *, opened: str = "", words: str = "", fault: InspectionError | None = None, part: str = ""
) -> Response:
    """Return the page; `part` is the form that `fault` refused, `opened` the proposal whose words are shown."""
    stands, say = acts.changes.standing_of(asked.acting(), reference_in(asked)), Words(asked)
    telling = Telling(asked)
    return asked.page(
        "case_changes.html",
        fault,
        stands=stands,
        waiting=[one for one in stands.changes if one.outcome is None],
        ended=[one for one in stands.changes if one.outcome is not None],
        undeleted=[one.recipient for one in stands.recalls if one.is_breach and one.deleted_at is None],
        named=lambda change: change_named(asked, say, change),
        having=telling.offices(stands.offices),
        further=telling.further_offices(stands.offices),
        magistrates=sorted(telling.magistrates(), key=lambda one: one[0] not in stands.offices),
        channels=get_args(Channel),
        kinds=_KINDS,
        outcomes=TOLD_OUTCOMES,
        purposes=acts.access.choices(say.rules, asked.known.user.role),
        words=say,
        opened=opened,
        written=words,
        typed=asked.form if part else {},
        part=part,
        told=_told(asked, say),
        office_field=OFFICE,
        address=BOARD,
        room=BOARD,
        case_address=case_address(stands.reference),
        here_address=changes_address(stands.reference),
    )


def _told(asked: Asked, words: Words) -> str:
    """Return what was done before the page was led to, "" for nothing."""
    told, office = asked.query("told"), asked.query("office")
    if told not in TOLD or (office and office not in words.rules.recipients):
        return ""
    return asked.say(TOLD[told], office=words.office(office))


def change_named(asked: Asked, words: Words, change: Change) -> str:
    """Return what a change would do: its kind, and the offices that it would add."""
    offices = ", ".join(words.office(one) for one in change.recipients)
    return asked.say(f"changes.kind.{change.kind}") + (f" – {offices}" if offices else "")
