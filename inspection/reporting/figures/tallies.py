"""How each figure is counted: one small function a figure, over the facts of its own kind."""

from collections.abc import Iterable

from inspection.reporting.figures.facts import FigureFacts
from inspection.reporting.figures.shapes import Figure, Tally


def _visits(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(v.on, (v.district, v.sector, v.arm, v.state)) for v in facts.visits)


def _seen_visits(facts: FigureFacts) -> Iterable[Tally]:
    for v in facts.visits:
        if v.arm in ("random", "risk"):
            found = "not_seen" if v.has_finding is None else "with_finding" if v.has_finding else "without_finding"
            yield Tally(v.on, (v.district, v.sector, v.arm, found), draw=v)


def _controls(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(c.on, (c.district, c.sector, c.arm, c.outcome)) for c in facts.controls)


def _controls_with_finding(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(c.on, (c.district, c.sector, c.arm)) for c in facts.controls if c.has_finding)


def _findings(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(f.on, (f.district, f.sector, f.offence, f.level)) for f in facts.findings)


def _persons(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(c.on, (c.district, c.sector), c.persons) for c in facts.controls)


def _without_dimona(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(c.on, (c.district, c.sector), c.without_dimona) for c in facts.controls)


def _minors(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(c.on, (c.district, c.sector), c.minors) for c in facts.controls)


def _positive(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(c.on, (c.district, c.sector)) for c in facts.controls if c.is_positive)


def _signs(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(s.on, (s.district, s.sector, s.dimension)) for s in facts.signs)


def _decisions(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(d.on, (d.district, d.decision)) for d in facts.decisions)


def _time_to_decide(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(d.on, (d.district,), minutes=d.minutes) for d in facts.decisions if d.minutes is not None)


def _detected(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(c.on, (c.district, c.sector, age)) for c in facts.controls if c.is_suspicion for age in c.victims)


def _referrals(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(r.on, (r.district, r.sector, r.form, "yes" if r.has_minor else "no")) for r in facts.referrals)


def _referred(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(r.on, (r.district, r.sector, r.form, age)) for r in facts.referrals for age in r.victims)


def _deliveries(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(d.on, (d.district, d.recipient_kind, d.state, d.timeliness)) for d in facts.deliveries)


def _time_to_acknowledge(facts: FigureFacts) -> Iterable[Tally]:
    for d in facts.deliveries:
        if d.minutes is not None:
            yield Tally(d.on, (d.district, d.recipient_kind), minutes=d.minutes)


def _refused(facts: FigureFacts) -> Iterable[Tally]:
    for d in facts.deliveries:
        if d.state == "refused":
            yield Tally(d.on, (d.district, d.recipient_kind, "yes" if d.rerouted else "no"))


def _escalations(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(e.on, (e.district, e.role)) for e in facts.escalations)


def _links(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(link.on, (link.ground, link.decision)) for link in facts.links)


def _told(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(t.on, (t.district, t.told)) for t in facts.told)


def _test_calls(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(c.on, (c.recipient_kind, c.answered)) for c in facts.test_calls)


def _recalls(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(r.on, (r.district, r.recipient_kind, r.deleted)) for r in facts.recalls)


def _help(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(h.on, (h.district, h.said, h.centre)) for h in facts.help)


def _minors_notified(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(n.on, (n.district, n.state)) for n in facts.notices if n.kind == "guardian")


def _passed_on(facts: FigureFacts) -> Iterable[Tally]:
    return (Tally(n.on, (n.district, n.recipient_kind, n.state)) for n in facts.notices if n.kind == "exchange")


_PERSON = ("sex", "citizenship")

ALL = (
    Figure(id="visits", unit="visits", dimensions=("district", "sector", "arm", "visit_state"), tally=_visits),
    Figure(
        id="prevalence",
        kind="estimate",
        unit="share",
        dimensions=("district", "sector", "arm", "found"),
        tally=_seen_visits,
    ),
    Figure(
        id="lift", kind="estimate", unit="ratio", dimensions=("district", "sector", "arm", "found"), tally=_seen_visits
    ),
    Figure(id="controls", unit="controls", dimensions=("district", "sector", "arm", "outcome"), tally=_controls),
    Figure(
        id="controls_with_finding",
        unit="controls",
        dimensions=("district", "sector", "arm"),
        tally=_controls_with_finding,
    ),
    Figure(id="findings", unit="findings", dimensions=("district", "sector", "offence", "level"), tally=_findings),
    Figure(id="persons_found", unit="persons", dimensions=("district", "sector"), not_held=_PERSON, tally=_persons),
    Figure(
        id="persons_without_dimona",
        unit="persons",
        dimensions=("district", "sector"),
        not_held=_PERSON,
        tally=_without_dimona,
    ),
    Figure(id="minors_found", unit="persons", dimensions=("district", "sector"), not_held=_PERSON, tally=_minors),
    Figure(id="suspicions_proposed", unit="controls", dimensions=("district", "sector"), tally=_positive),
    Figure(id="signs", unit="signs", dimensions=("district", "sector", "sign_dimension"), tally=_signs),
    Figure(id="suspicions_decided", unit="controls", dimensions=("district", "decision"), tally=_decisions),
    Figure(id="time_to_decide", kind="duration", unit="minutes", dimensions=("district",), tally=_time_to_decide),
    Figure(
        id="victims_detected",
        unit="persons",
        dimensions=("district", "sector", "age_group"),
        not_held=_PERSON,
        tally=_detected,
    ),
    Figure(id="referrals", unit="referrals", dimensions=("district", "sector", "form", "minors"), tally=_referrals),
    Figure(
        id="victims_referred",
        unit="persons",
        dimensions=("district", "sector", "form", "age_group"),
        not_held=_PERSON,
        tally=_referred,
    ),
    Figure(
        id="deliveries",
        unit="deliveries",
        dimensions=("district", "recipient_kind", "delivery_state", "timeliness"),
        tally=_deliveries,
    ),
    Figure(
        id="time_to_acknowledge",
        kind="duration",
        unit="minutes",
        dimensions=("district", "recipient_kind"),
        tally=_time_to_acknowledge,
    ),
    Figure(
        id="deliveries_refused",
        unit="deliveries",
        dimensions=("district", "recipient_kind", "rerouted"),
        tally=_refused,
    ),
    Figure(id="help_offered", unit="persons", dimensions=("district", "said", "centre"), not_held=_PERSON, tally=_help),
    Figure(
        id="minors_notified",
        unit="persons",
        dimensions=("district", "notice_state"),
        not_held=_PERSON,
        tally=_minors_notified,
    ),
    Figure(
        id="findings_passed_on",
        unit="notices",
        dimensions=("district", "recipient_kind", "notice_state"),
        tally=_passed_on,
    ),
    Figure(id="escalations", unit="alerts", dimensions=("district", "role"), tally=_escalations),
    Figure(id="recalls", unit="deliveries", dimensions=("district", "recipient_kind", "deleted"), tally=_recalls),
    Figure(id="test_calls", unit="calls", dimensions=("recipient_kind", "answered"), tally=_test_calls),
    Figure(id="outcomes_told", unit="referrals", dimensions=("district", "told"), tally=_told),
    Figure(id="links", unit="links", dimensions=("ground", "link_decision"), tally=_links),
)
