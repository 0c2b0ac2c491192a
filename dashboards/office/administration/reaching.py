"""How each addressee is reached: as it stands, what somebody proposes and would change by it, and another's answer."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, get_args

from starlette.responses import Response

from dashboards.office.administration.addresses import ADDRESSEES
from dashboards.office.administration.asked_for import day_in, drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Table, state, table
from dashboards.office.asking import Asked
from dashboards.office.forms import looked_at
from dashboards.office.shared import attempted
from inspection import acts
from inspection.acts.addressees import AddresseeDifference, AddresseeField, NewReach, ProposedReach, Reached
from inspection.errors import AccessRefused, InspectionError
from inspection.time_of import day_in_brussels, now, today
from sectors.rules.recipients import Transport

WAYS: Final[tuple[str, ...]] = get_args(Transport)
_PLACES = 4  # ways in their order that the form has room for
_SIGNS: Final = {"proposed": "ask", "approved": "done", "refused": "none", "replaced": "ended"}


def show(asked: Asked) -> Response:
    """Show how each addressee is reached, and what waits for a yes."""
    return _drawn(asked)


def show_one(asked: Asked) -> Response:
    """Show how one is reached, and the form that proposes otherwise."""
    return _one(asked)


def propose(asked: Asked) -> Response:
    """Show what a proposal would change; pressed again below what is shown, propose it."""
    address = f"{ADDRESSEES}/{_recipient(asked)}"
    try:
        new = _read(asked)
        difference = acts.addressees.preview_addressee(asked.acting(), new)
    except InspectionError as fault:
        return _one(asked, fault)
    if asked.form.get("do") != "propose":
        return looked_at(_one(asked, difference=difference))
    act = lambda: acts.addressees.propose_addressee(asked.acting(), new, shown=asked.form.get("shown", ""))  # noqa: E731
    way = f"{ADDRESSEES}?told=reach_proposed#waits"
    return attempted(asked, act, way, lambda fault: _one(asked, fault, difference), page=address)


def decide(asked: Asked) -> Response:
    """Say yes or no to what another person proposed."""
    told = "reach_decided" if asked.form.get("yes") == "1" else "reach_refused"
    return attempted(asked, lambda: _decided(asked), f"{ADDRESSEES}?told={told}", lambda fault: _drawn(asked, fault))


def _decided(asked: Asked) -> None:
    """Decide, and read the files at once after a yes: the page that follows shows how the addressee is reached now."""
    sent = asked.form
    yes = sent.get("yes") == "1"
    acts.addressees.decide_addressee(asked.acting(), sent.get("proposal", ""), yes=yes, shown=sent.get("shown", ""))
    if yes:
        acts.reload_home(at_once=True)  # where another file is wrong the thread of the office tells it


def _recipient(asked: Asked) -> str:
    """Return the addressee of the address; raises `AccessRefused` 120 for none."""
    found = str(asked.request.path_params["recipient"])
    if found not in asked.catalogue.recipients:
        raise AccessRefused("ACCESS-120")
    return found


def _read(asked: Asked) -> NewReach:
    sent = asked.form
    ways = [way for n in range(len(WAYS)) if (way := sent.get(f"way_{n + 1}", ""))]
    said: Mapping[str, Any] = {
        "recipient": _recipient(asked),
        "ways": ways,
        "telephone": sent.get("telephone", "").strip() or None,
        "mail": sent.get("mail", "").strip() or None,
        "certificate": sent.get("certificate", "").strip().replace("\r\n", "\n") or None,
        "starts_on": day_in(asked, "starts_on"),
        "source": sent.get("source", "").strip(),
    }
    return acts.addressees.read_reach(said)


def _one(asked: Asked, fault: InspectionError | None = None, difference: AddresseeDifference | None = None) -> Response:
    recipient = _recipient(asked)
    known = acts.addressees.show_addressee(asked.acting(), recipient, day_in(asked, "starts_on") or today())
    return drawn(
        asked,
        "reach.html",
        fault,
        known=known,
        name=_name(asked, recipient),
        ways=[(way, asked.say(f"transport.{way}")) for way in WAYS],
        places=range(1, max(_PLACES, len(known.ways)) + 1),
        reached=_facts(asked, known),
        difference=_changes(asked, difference) if difference else None,
        shown=difference.sha256 if difference else "",
        until=asked.moment(known.certificate_until) if known.certificate_until else "",
        first=today(),
        addressees=ADDRESSEES,
        address=f"{ADDRESSEES}/{recipient}",
        may_propose=asked.known.may("addressee.propose"),
    )


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    found = acts.addressees.list_addressees(asked.acting())
    every = acts.addressees.list_proposed(asked.acting())
    waiting = [one for one in every if one.difference is not None]
    return drawn(
        asked,
        "addressees.html",
        fault,
        addressees=listed(
            asked, "addressees", ("office", "ways", "number", "mailbox", "certificate"), _lines(asked, found)
        ),
        waiting=[_waiting(asked, one, one.difference) for one in waiting if one.difference],
        proposals=listed(
            asked,
            "reaches",
            ("office", "state", "from", "by"),
            [_past(asked, one) for one in every if one not in waiting],
        ),
        n=len(found),
        n_waiting=len(waiting),
        address=ADDRESSEES,
    )


def _lines(asked: Asked, found: tuple[Reached, ...]) -> list[Line]:
    named = sorted(((_name(asked, one.recipient), one) for one in found), key=lambda one: one[0].casefold())
    return [
        Line(
            [
                Cell(name, address=f"{ADDRESSEES}/{one.recipient}"),
                Cell(_ways(asked, one.ways)),
                Cell(one.telephone or ""),
                Cell(one.mail or ""),
                _certificate(asked, one),
            ]
        )
        for name, one in named
    ]


def _certificate(asked: Asked, one: Reached) -> Cell:
    if one.certificate_until is None:
        return Cell(say(asked, "reach.unreadable") if one.certificate else "", colour="late" if one.certificate else "")
    soon = now() + timedelta(days=asked.catalogue.bundles.certificate_days)
    is_over, is_near = one.certificate_until <= now(), one.certificate_until <= soon
    until = day_in_brussels(one.certificate_until)
    return Cell(asked.day(until), until, colour="late" if is_over else "soon" if is_near else "")


def _waiting(asked: Asked, one: ProposedReach, difference: AddresseeDifference) -> dict[str, Any]:
    """Return what the block of a proposal shows."""
    may = asked.known.may("addressee.decide") and one.proposed_by != asked.known.user.id
    return {
        "id": one.id,
        "name": _name(asked, one.recipient),
        "by": one.proposed_by,
        "changes": _changes(asked, difference),
        "shown": difference.sha256,
        "source": difference.source,
        "starts_on": asked.day(difference.starts_on),
        "may_decide": may,
    }


def _past(asked: Asked, one: ProposedReach) -> Line:
    return Line(
        [
            Cell(_name(asked, one.recipient), address=f"{ADDRESSEES}/{one.recipient}"),
            state(say(asked, f"reach.{one.state}"), _SIGNS[one.state]),
            Cell(asked.day(one.starts_on), one.starts_on),
            Cell(", ".join(filter(None, (one.proposed_by, one.decided_by)))),
        ]
    )


def _changes(asked: Asked, difference: AddresseeDifference) -> Table:
    lines = [
        Line([Cell(say(asked, f"reach.{one.name}")), *(Cell(_value(asked, one, v)) for v in (one.before, one.after))])
        for one in difference.fields
    ]
    heads = [say(asked, f"column.{head}") for head in ("what", "before", "now_then")]
    return table(
        f"reach_{difference.sha256[:8]}", say(asked, "reach.changes"), heads, lines,
        sort="", path=ADDRESSEES, empty="", source="",
    )  # fmt: skip


def _value(asked: Asked, one: AddresseeField, value: str) -> str:
    if not value:
        return say(asked, "reach.none")
    return _ways(asked, tuple(value.split(", "))) if one.name == "ways" else value


def _ways(asked: Asked, ways: tuple[str, ...]) -> str:
    return ", ".join(asked.say(f"transport.{way}") for way in ways)


def _facts(asked: Asked, known: Reached) -> list[tuple[str, str]]:
    facts = (("ways", _ways(asked, known.ways)), ("telephone", known.telephone), ("mail", known.mail))
    return [(say(asked, f"reach.{name}"), value or say(asked, "reach.none")) for name, value in facts]


def _name(asked: Asked, recipient: str, on: date | None = None) -> str:
    known = acts.app().catalogue(on or today()).recipients
    return known[recipient].name.say(asked.look.lang) if recipient in known else recipient
