"""What happens around single cases in the demo: links over arrondissements, local police, a service that answers."""

from collections.abc import Iterable
from datetime import timedelta

from inspection import acts
from inspection.demo.actors.policy import Place, of_role
from inspection.demo.past import POLICE, acting, deliveries_of
from inspection.life_cycles import ExchangeAnswer
from inspection.store import queries
from inspection.store.views import ControlView
from inspection.time_of import now, today
from inspection.trust import AppContext

_LOCAL_POLICE = "locpol"
_CALL = "A patrol is asked to stay near while the team leaves; synthetic text of the demo."
_SEEN_IN_BOTH = "The same person was met at both places; synthetic words of the demo."
_ORDERED_WITHIN = timedelta(days=20)


def link_cases(app: AppContext) -> None:
    """Confirm a link between cases of two arrondissements, and hand the file to police, who send it on.

    That something reaches abroad is the demo's word, not a conclusion about anybody.
    """
    for control in referred(app):
        head = acting(app, of_role(app, "team_head", control.district), now())
        head = head.because("handle_referral", control.reference or "")
        for found in acts.links.find_links(head, control.reference or ""):
            if found.other_district == control.district:
                continue
            acts.links.confirm_link(
                head, found.case, found.reference, reason=_SEEN_IN_BOTH, foreign_link="recruited_abroad"
            )
            police = deliveries_of(app, control.reference or "", POLICE)
            made = acts.links.prepare_link_file(head, found.case, police[0].recipient)
            acts.links.hand_link_file(head, made.reference, "secure_mail")
            acts.links.tell_link_file(head, made.reference, "sent_to_federal_prosecutor")
            return


def ring_local_police(app: AppContext) -> None:
    """Note that the local police were rung for the safety of a team."""
    for control in referred(app)[:1]:
        context = acting(app, control.saved_by, now()).because("handle_referral", control.reference or "")
        acts.referrals.call_office(context, control.reference or "", _LOCAL_POLICE, "duty_officer", _CALL)


def take_back_finding(app: AppContext) -> None:
    """Let the service that findings were passed on to say that it takes them."""
    every = acts.exchanges.exchanges(acting(app, of_role(app, "direction"), now()))
    for one in every:
        if one.answered_at is None:
            saved_by = next(c.saved_by for c in queries.controls(app.store) if c.id == one.control_id)
            acts.exchanges.answer_exchange(acting(app, saved_by, now()), one.reference, ExchangeAnswer.TAKEN)
            return


def order_visit(app: AppContext, places: Iterable[Place]) -> None:
    """Let a magistrate order a visit to each of some places, and permit a team of the district to see it."""
    for workplace, district, _, where in places:
        context = acting(app, of_role(app, "supervisor", district), now())
        office = next(o for o in app.catalogue(today()).offices if o.arrondissement == district)
        made = acts.orders.order_visit(
            context,
            workplace,
            authority=office.labour_auditorate,
            authority_reference="synthetic 00/000",
            not_after=today() + _ORDERED_WITHIN,
            place=where,
        )
        team = min(team.id for team in queries.teams(app.store, district))
        acts.orders.permit(context, made.reference, "team", team)


def referred(app: AppContext) -> list[ControlView]:
    """Return the controls whose suspicion was told, the latest first."""
    return [control for control in queries.controls(app.store) if control.reference is not None]
