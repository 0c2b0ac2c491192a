"""What figures are counted from, loaded at one look: without what a magistrate ordered, and with nothing about people.

Figures are for the whole house, so that only the office and its data officer see them exact; everything that leaves
goes through a release.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlmodel import Session

from inspection.acts.figures.cases import control_facts, decision_facts, finding_facts, referral_facts, sign_facts
from inspection.acts.figures.deliveries import delivery_facts, escalation_facts, link_facts
from inspection.acts.figures.life import recall_facts, test_call_facts, told_facts
from inspection.acts.figures.notices import help_facts, notice_facts
from inspection.acts.figures.scope import Scope
from inspection.acts.figures.visits import stratum_facts, visit_facts
from inspection.errors import ReferralFault
from inspection.reporting.facts import FigureFacts
from inspection.targeting import ARMS
from inspection.territory import ARRONDISSEMENTS
from inspection.time_of import moment_of
from inspection.trust import AppContext, Context, audited_transaction

MIXED = "mixed"
_FIXED = {
    "arm": (*ARMS, "unplanned"),
    "outcome": ("done", "unfinished", "closed", "refused_access", "moved", "called_off", "unsafe"),
    "visit_state": ("carried_out", "not_carried_out", "planned", "unplaced"),
    "found": ("with_finding", "without_finding", "not_seen"),
    "sign_dimension": ("DR", "CR", "RV", "EX", "CD", "VD"),
    "level": ("1", "2", "3", "4", "none"),
    "decision": ("yes", "no", "undecided"),
    "age_group": ("under_18", "adult", "unknown"),
    "minors": ("yes", "no"),
    "rerouted": ("yes", "no"),
    "delivery_state": ("queued", "sent", "delivered", "acknowledged", "refused"),
    "timeliness": ("in_time", "late", "running", "overdue", "not_awaited"),
    "ground": ("enterprise", "mandate", "workplace", "housing", "chain", "person", "person_name"),
    "told": ("dismissed", "investigation", "prosecuted", "joined_elsewhere", "other"),
    "answered": ("reached", "no_answer"),
    "deleted": ("yes", "no"),
    "said": ("informed", "given", "refused", "withdrawn"),
    "centre": ("reached", "waiting", "none"),
    "notice_state": ("queued", "sent", "taken", "refused"),
    "link_decision": ("confirmed", "rejected"),
    "role": ("team_head", "supervisor", "direction"),
}


def figure_facts(context: Context, first: date, last: date) -> FigureFacts:
    """Load what happened from `first` to `last`, both days included, as it stands at `at`; the look is recorded first.

    Work that a magistrate ordered or put under embargo is not counted and not mentioned, unless the list "figures" was
    permitted to show it: a figure that moved would tell of it.

    Errors: `ReferralFault` 940 for a period that ends before it begins; `LearningFault` 124 where the lot over closed
    doors was bent; `AccessRefused`.
    """
    if last < first:
        raise ReferralFault("REFER-940")
    with audited_transaction(context) as tx:
        reader = tx.require("figures.read", service=context.settings.service)
        facts = {"first": first.isoformat(), "last": last.isoformat()}
        tx.record("figures.read", reader.id, stream="reading", facts=facts)
    with context.store.read() as session:
        return _load(session, context.app, first, last, context.at)


def _load(session: Session, app: AppContext, first: date, last: date, at: datetime) -> FigureFacts:
    scope = Scope(
        store=app.store,
        service=app.settings.service,
        first=first,
        last=last,
        since=moment_of(first, 0),
        until=moment_of(last + timedelta(days=1), 0),
        at=at,
        recipients=app.catalogue(last).recipients,
    )
    return FigureFacts(
        service=scope.service,
        first=first,
        last=last,
        atoms=_atoms(app, (first, last)),
        visits=tuple(visit_facts(session, scope)),
        strata=tuple(stratum_facts(session, scope)),
        controls=tuple(control_facts(session, scope)),
        findings=tuple(finding_facts(session, scope)),
        signs=tuple(sign_facts(session, scope)),
        decisions=tuple(decision_facts(session, scope)),
        referrals=tuple(referral_facts(session, scope)),
        deliveries=tuple(delivery_facts(session, scope)),
        escalations=tuple(escalation_facts(session, scope)),
        links=tuple(link_facts(session, scope)),
        magistrate_outcomes=tuple(told_facts(session, scope)),
        test_calls=tuple(test_call_facts(session, scope)),
        recalls=tuple(recall_facts(session, scope)),
        help=tuple(help_facts(session, scope)),
        notices=tuple(notice_facts(session, scope)),
    )


def _atoms(app: AppContext, days: Iterable[date]) -> dict[str, tuple[str, ...]]:
    """Return what each dimension can hold by the rules of both ends of the period."""
    catalogues = [app.catalogue(day) for day in days]
    offences = {key for rules in catalogues for key in rules.offences}
    sectors = {key for rules in catalogues for key in rules.sectors}
    kinds = {office.kind for rules in catalogues for office in rules.recipients.values()}
    forms = dict.fromkeys(form for rules in catalogues for form in rules.forms)
    return {
        **_FIXED,
        "district": tuple(ARRONDISSEMENTS),
        "sector": tuple(sorted(sectors)),
        "offence": tuple(sorted(offences)),
        "form": (*forms, MIXED),
        "recipient_kind": tuple(sorted(kinds)),
    }
