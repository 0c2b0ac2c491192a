"""People of offices outside: one proposes them, another says yes; and how each addressee is reached."""

from datetime import timedelta
from typing import Final

from starlette.responses import Response

from dashboards.office.administration.addresses import OUTSIDE
from dashboards.office.administration.asked_for import day_in, drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Press, Table, state
from dashboards.office.asking import Asked
from dashboards.office.shared import attempted
from inspection import acts
from inspection.acts.outsiders import NewOutsider, Outsider
from inspection.errors import AccessRefused, InspectionError
from inspection.i18n import LANGUAGES, language_name
from inspection.life_cycles import OutsiderState
from inspection.store.core import OUTSIDE_ROLES
from inspection.time_of import today
from inspection.trust.rights import rights

_SIGNS: Final = {"proposed": "ask", "refused": "none", "enrolled": "open", "left": "ended"}


def show(asked: Asked) -> Response:
    """Show who is outside, and who waits for a yes."""
    return _drawn(asked)


def propose(asked: Asked) -> Response:
    """Propose somebody."""
    return attempted(asked, lambda: _proposed(asked), f"{OUTSIDE}?told=proposed", lambda fault: _drawn(asked, fault))


def decide(asked: Asked) -> Response:
    """Say yes or no to somebody whom another person proposed."""
    yes = asked.form.get("yes") == "1"
    act = lambda: acts.outsiders.confirm_outsider(asked.acting(), asked.form.get("proposal", ""), yes=yes)  # noqa: E731
    return attempted(asked, act, f"{OUTSIDE}?told=decided", lambda fault: _drawn(asked, fault))


def end(asked: Asked) -> Response:
    """Let somebody in no more."""
    act = lambda: acts.outsiders.end_outsider(asked.acting(), asked.form.get("user", ""))  # noqa: E731
    return attempted(asked, act, f"{OUTSIDE}?told=left", lambda fault: _drawn(asked, fault))


def _proposed(asked: Asked) -> None:
    sent, first, last = asked.form, day_in(asked, "first_day"), day_in(asked, "last_day")
    language = sent.get("language", "")
    rules = asked.catalogue.identity
    if first is None or last is None or language not in LANGUAGES:
        raise AccessRefused("ACCESS-088", days=rules.outside_longest_days)
    acts.outsiders.propose_outsider(
        asked.acting(),
        NewOutsider(
            role=sent.get("role", ""),
            office=sent.get("office", ""),
            language=language,
            name=sent.get("name", ""),
            telephone=sent.get("telephone", "").strip() or None,
            first_day=first,
            last_day=last,
        ),
    )


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    found, on = acts.outsiders.list_outsiders(asked.acting()), today()
    catalogue = asked.catalogue
    offices = sorted(
        ((key, one.name.say(asked.look.lang)) for key, one in catalogue.recipients.items() if one.kind in _kinds()),
        key=lambda one: one[1].casefold(),
    )
    return drawn(
        asked,
        "outside.html",
        fault,
        people=_table(asked, found),
        offices=offices,
        roles=OUTSIDE_ROLES,
        tongues=[(one, language_name(one, asked.look.lang)) for one in LANGUAGES],
        n_waiting=sum(one.state == OutsiderState.PROPOSED for one in found),
        n=sum(one.state == OutsiderState.ENROLLED for one in found),
        first=on,
        last=on + timedelta(days=catalogue.identity.outside_longest_days - 1),
        days=catalogue.identity.outside_longest_days,
        address=OUTSIDE,
        may_propose=asked.known.may("outside.propose"),
    )


def _kinds() -> frozenset[str]:
    return frozenset(kind for kinds in rights().offices.values() for kind in kinds)


def _table(asked: Asked, found: list[Outsider]) -> Table:
    recipients = asked.catalogue.recipients
    shown = sorted(found, key=lambda one: one.state != OutsiderState.PROPOSED)
    lines = [
        Line(
            [
                Cell(one.name, notes=(one.user,) if one.user else ()),
                Cell(recipients[one.office].name.say(asked.look.lang) if one.office in recipients else one.office),
                Cell(asked.say(f"role.{one.role}")),
                Cell(f"{asked.day(one.first_day)} – {asked.day(one.last_day)}", one.last_day),
                state(say(asked, f"outsider.{one.state}"), _SIGNS[one.state], notes=_by(asked, one)),
            ],
            _presses(asked, one),
        )
        for one in shown
    ]
    return listed(asked, "outsiders", ("whom", "office", "role", "days", "state"), lines)


def _by(asked: Asked, one: Outsider) -> tuple[str, ...]:
    return (say(asked, "proposed_by", by=one.proposed_by),) if one.state == OutsiderState.PROPOSED else ()


def _presses(asked: Asked, one: Outsider) -> list[Press]:
    if (
        one.state == OutsiderState.PROPOSED
        and asked.known.may("outside.confirm")
        and one.proposed_by != asked.known.user.id
    ):
        return [
            Press(f"{OUTSIDE}/decide", say(asked, word), {"proposal": one.id, "yes": yes}, one.name)
            for word, yes in (("yes", "1"), ("no", "0"))
        ]
    if one.state == OutsiderState.ENROLLED and one.user and asked.known.may("outside.end"):
        return [Press(f"{OUTSIDE}/end", say(asked, "let_out"), {"user": one.user}, one.name)]
    return []
