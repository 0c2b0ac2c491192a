"""The form that books a joint action: where, which teams, when, and who is asked to come."""

from collections.abc import Mapping
from typing import Final, cast, get_args

from starlette.responses import Response

from dashboards.numbers import workplace_of
from dashboards.office.asking import Asked
from dashboards.office.joint_actions.listing import districts_of, own_district
from dashboards.office.joint_actions.moments import moment_of_form
from dashboards.office.joint_actions.words import ActionWords
from dashboards.office.shared import JOINT_ACTIONS, action_address, attempted
from inspection import acts
from inspection.acts.joint_actions import Booked, NewAction, NewPartner, PartnerKind
from inspection.errors import AccessRefused, InspectionError, PlanningFault
from inspection.i18n import spoken_languages

_PARTNERS: Final = 6  # offices that the form has room for: one of each kind, and two more
_OTHERS: Final = 3  # districts that may send teams beside the one that leads
_MOST_TEAMS: Final = 9
_SOME_TEAMS: Final = frozenset(str(n) for n in range(1, _MOST_TEAMS + 1))
_AT_FIRST: Final[Mapping[str, str]] = {"teams": "2", "from": "10:00"}


def show(asked: Asked) -> Response:
    """Show the form, for whoever may book.

    Errors: `AccessRefused` 120 for anybody else.
    """
    if not asked.known.may("action.book"):
        raise AccessRefused("ACCESS-120")
    return _drawn(asked)


def book(asked: Asked) -> Response:
    """Book what was typed, and lead to the page of the new action; or show why it was refused."""
    new = f"{JOINT_ACTIONS}/new"
    return attempted(asked, lambda: _booked(asked), _booked_page, lambda fault: _drawn(asked, fault), page=new)


def _booked_page(made: Booked) -> str:
    return f"{action_address(made.reference)}?told=booked"


def _booked(asked: Asked) -> Booked:
    sent = asked.form
    shares = _shares(asked)
    action = NewAction(
        workplace=workplace_of(sent.get("number", "").strip(), "joint action"),
        district=sent.get("leads", ""),
        sector=sent.get("sector", ""),
        shares=shares,
        moment=moment_of_form(sent),
        partners=tuple(one for n in range(1, _PARTNERS + 1) if (one := _partner(sent, n))),
    )
    return acts.joint_actions.book_action(asked.acting(), action)


def _shares(asked: Asked) -> dict[str, int]:
    """Return how many teams each district sends: the one that leads, and each other that was chosen.

    Errors: `PlanningFault` 273 for a number of teams that cannot be, 277 for a district that is chosen twice.
    """
    sent = asked.form
    chosen = [(sent.get("leads", ""), sent.get("teams", ""))]
    chosen += [(other, sent.get(f"teams_{n}", "")) for n in range(1, _OTHERS + 1) if (other := sent.get(f"other_{n}"))]
    shares: dict[str, int] = {}
    for district, teams in chosen:
        if district in shares:
            raise PlanningFault("PLAN-277", district=district)
        shares[district] = _teams(teams)
    return shares


def _teams(text: str) -> int:
    if text not in _SOME_TEAMS:
        raise PlanningFault("PLAN-273", text=text[:8])
    return int(text)


def _partner(sent: Mapping[str, str], n: int) -> NewPartner | None:
    """Return the n-th partner, None where no kind was chosen."""
    kind = sent.get(f"kind_{n}", "")
    if not kind:
        return None
    if kind not in get_args(PartnerKind):
        raise PlanningFault("PLAN-271", kind=kind[:20], known=", ".join(get_args(PartnerKind)))
    language = sent.get(f"language_{n}", "").strip().lower()
    contact = sent.get(f"contact_{n}", "").strip().lower()
    return NewPartner(kind=cast(PartnerKind, kind), contact=contact, language=language or None)


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    words, districts = ActionWords(asked), districts_of(asked)
    lang, rules = asked.look.lang, asked.catalogue
    return asked.page(
        "joint_actions/booking.html",
        fault,
        words=words,
        sectors=[(one.key, one.label.say(lang)) for one in rules.enabled_sectors()],
        districts=[(key, words.district(key)) for key in districts],
        is_alone=own_district(asked) is not None,
        spoken=spoken_languages(lang),
        kinds=[(kind, words.partner(kind)) for kind in get_args(PartnerKind)],
        partners=range(1, _PARTNERS + 1),
        opens_partners=any(asked.form.get(f"kind_{n}") for n in range(2, _PARTNERS + 1)),
        opens_districts=any(asked.form.get(f"other_{n}") for n in range(2, _OTHERS + 1)),
        others=range(1, min(_OTHERS, len(districts) - 1) + 1),
        most_teams=_MOST_TEAMS,
        offices=words.offices(),
        typed={**_AT_FIRST, **asked.form} if fault else {**_AT_FIRST, "number": asked.query("number")},
        today=asked.today,
        address=JOINT_ACTIONS,
        room=JOINT_ACTIONS,
    )
