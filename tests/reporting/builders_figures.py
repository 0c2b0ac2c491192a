"""Builders of facts for figures: a year of random things that happened, in two districts."""

from datetime import date, timedelta
from random import Random

from inspection.reporting.facts import (
    ControlFact,
    DecisionFact,
    DeliveryFact,
    EscalationFact,
    FigureFacts,
    FindingFact,
    HelpFact,
    LinkFact,
    MagistrateOutcomeFact,
    NoticeFact,
    RecallFact,
    ReferralFact,
    SignFact,
    TestCallFact,
    VisitFact,
)

FIRST, MIDDLE, LAST = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)
ATOMS = {
    "district": ("liege", "namur"),
    "sector": ("construction", "restaurants"),
    "form": ("economic", "sexual", "mixed"),
    "age_group": ("under_18", "adult", "unknown"),
    "arm": ("random", "mandated", "risk", "unplanned"),
    "found": ("with_finding", "without_finding", "not_seen"),
}
AGES = ATOMS["age_group"]


def some_facts(random: Random, many: int = 30) -> FigureFacts:
    """A year of facts, about `many` of each kind."""

    def on() -> date:
        return FIRST + timedelta(days=random.randrange((LAST - FIRST).days + 1))

    def of(dimension: str) -> str:
        return random.choice(ATOMS[dimension])

    def victims() -> tuple:
        return tuple(random.choices(AGES, k=random.choice((0, 0, 1, 2))))

    return FigureFacts(
        service="ONSS",
        first=FIRST,
        last=LAST,
        atoms=ATOMS,
        visits=tuple(a_visit(random, on(), of("district"), of("sector")) for _ in range(many)),
        controls=tuple(
            ControlFact(
                on=on(),
                district=of("district"),
                sector=of("sector"),
                arm=of("arm"),
                outcome=random.choice(("done", "closed", "unfinished")),
                has_finding=random.random() < 0.4,
                persons=random.randrange(6),
                without_dimona=random.randrange(3),
                minors=random.randrange(2),
                is_positive=random.random() < 0.2,
                is_suspicion=random.random() < 0.3,
                victims=victims(),
            )
            for _ in range(many)
        ),
        findings=tuple(
            FindingFact(
                on=on(),
                district=of("district"),
                sector=of("sector"),
                offence=random.choice(("SS_DIMONA_IN", "WELFARE")),
                level=random.choice(("4", "none")),
            )
            for _ in range(many)
        ),
        decisions=tuple(
            DecisionFact(
                on=on(),
                district=of("district"),
                decision=random.choice(("yes", "no")),
                minutes=random.choice((None, 3.0, 70.0)),
            )
            for _ in range(many)
        ),
        referrals=tuple(
            ReferralFact(
                on=on(),
                district=of("district"),
                sector=of("sector"),
                form=of("form"),
                has_minor=random.random() < 0.2,
                victims=victims(),
            )
            for _ in range(many)
        ),
        deliveries=tuple(
            DeliveryFact(
                on=on(),
                district=of("district"),
                recipient_kind=random.choice(("police_directorate", "labour_auditorate")),
                state=random.choice(("acknowledged", "refused", "sent")),
                timeliness=random.choice(("in_time", "late", "overdue")),
                minutes=random.choice((None, random.uniform(1, 5000))),
                rerouted=random.random() < 0.5,
            )
            for _ in range(many)
        ),
        signs=tuple(
            SignFact(on=on(), district=of("district"), sector=of("sector"), dimension="CD") for _ in range(many)
        ),
        magistrate_outcomes=tuple(
            MagistrateOutcomeFact(on=on(), district=of("district"), outcome="dismissed") for _ in range(many)
        ),
        test_calls=tuple(
            TestCallFact(on=on(), recipient_kind="police_directorate", answered="reached") for _ in range(many)
        ),
        recalls=tuple(
            RecallFact(on=on(), district=of("district"), recipient_kind="police_directorate", deleted="no")
            for _ in range(many)
        ),
        help=tuple(HelpFact(on=on(), district=of("district"), said="given", centre="reached") for _ in range(many)),
        notices=tuple(
            NoticeFact(
                on=on(),
                district=of("district"),
                kind=random.choice(("guardian", "exchange")),
                recipient_kind="guardianship",
                state="taken",
            )
            for _ in range(many)
        ),
        links=tuple(LinkFact(on=on(), ground="housing", decision="confirmed") for _ in range(many)),
        escalations=tuple(EscalationFact(on=on(), district=of("district"), role="team_head") for _ in range(many)),
    )


def a_visit(random: Random, on: date, district: str, sector: str) -> VisitFact:
    """A visit of any arm; only the random arm has a stratum."""
    arm = random.choice(("random", "risk", "mandated"))
    state = random.choice(("carried_out", "not_carried_out", "unplaced"))
    is_drawn = arm == "random"
    return VisitFact(
        on=on,
        district=district,
        sector=sector,
        arm=arm,
        state=state,
        stratum=f"{district}|{sector}" if is_drawn else None,
        inclusion_probability=random.choice((0.05, 0.2)) if is_drawn else None,
        has_finding=random.random() < 0.3 if state == "carried_out" else None,
    )
