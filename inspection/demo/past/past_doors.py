"""What the demo sends through the separate doors: a contact request, and findings for another service."""

from collections.abc import Mapping

from inspection import acts
from inspection.control.filled import ConsentAsked
from inspection.demo.past.acting import acting
from inspection.store import queries
from inspection.store.views import ControlView
from inspection.time_of import now
from inspection.trust import AppContext

_CENTRE, _REGION = "reception_centre", "regional_inspectorate"


def through_other_doors(app: AppContext) -> Mapping[str, str]:
    """Send something to one centre and one service, where the past has a control that it fits; the office by its kind.

    The central cell is written to by no rule: it gets what a district's cell sends on.
    """
    past = sorted(queries.controls(app.store), key=lambda one: one.saved_at, reverse=True)
    referred = [one for one in past if one.reference is not None]
    found = {
        _CENTRE: next(filter(None, (_contact(app, one) for one in referred)), ""),
        _REGION: next(filter(None, (_finding(app, one) for one in past)), ""),
    }
    return {kind: office for kind, office in found.items() if office}


def _contact(app: AppContext, control: ControlView) -> str:
    """Let the first person of a control agree to be rung by a centre; returns whose turn it is."""
    context = acting(app, control.saved_by, now()).because("handle_referral", control.reference or "")
    persons = acts.protection.protection_of(context, control.id)
    if not persons:
        return ""
    said = ConsentAsked(person=persons[0].person, answer="given", at=context.at, language="ro")
    acts.protection.record_consent(context, control.id, said)
    waits = acts.protection.protection_of(context, control.id)
    return waits[0].next_office or ""


def _finding(app: AppContext, control: ControlView) -> str:
    """Pass findings of a control on to a regional service; returns which."""
    context, recipients = acting(app, control.saved_by, now()), app.catalogue(control.facts_on).recipients
    for one in acts.exchanges.to_pass_on(context, control.id):
        if recipients[one.recipient].kind == _REGION and not one.needs_permission:
            return acts.exchanges.pass_on(context, control.id, one.service).recipient
    return ""
