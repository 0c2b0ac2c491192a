"""Every figure, and how it is counted: over the facts of one kind, by some of their values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from inspection.life_cycles import DeliveryState
from inspection.reporting.facts import ControlFact, FigureFacts, ReferralFact
from inspection.reporting.figures.shapes import Figure, Tally, Unit

_Only = Callable[[Any], bool]
# A dimension that several kinds of fact have goes by a longer name in tables than in the fact itself.
_IN_THE_FACT: Final[Mapping[str, str]] = {
    "visit_state": "state",
    "delivery_state": "state",
    "notice_state": "state",
    "sign_dimension": "dimension",
    "link_decision": "decision",
    "minors": "has_minor",
    "told": "outcome",
}
_PERSON: Final = ("sex", "citizenship")  # what others ask of persons, and no question of ours tells
_SEEN: Final = ("district", "sector", "arm", "found")


def _counted(
    id_: str,
    unit: Unit,
    of: str,
    by: tuple[str, ...],
    *,
    only: _Only = lambda _: True,
    n: str = "",
    not_held: tuple[str, ...] = (),
) -> Figure:
    """Return a figure that adds up: each fact counts once, or as often as its value `n` says.

    Arguments: `of` the field of `FigureFacts`; `only` which of them are counted.
    """
    names = [_IN_THE_FACT.get(name, name) for name in by]

    def tally(facts: FigureFacts) -> Iterator[Tally]:
        for fact in filter(only, getattr(facts, of)):
            yield Tally(fact.on, tuple(_atom(fact, name) for name in names), getattr(fact, n) if n else 1)

    return Figure(id=id_, unit=unit, dimensions=by, not_held=not_held, tally=tally)


def _duration(id_: str, of: str, by: tuple[str, ...]) -> Figure:
    """Return a figure of how long something took, over the facts of which that is known."""

    def tally(facts: FigureFacts) -> Iterator[Tally]:
        for fact in getattr(facts, of):
            if fact.minutes is not None:
                yield Tally(fact.on, tuple(_atom(fact, name) for name in by), minutes=fact.minutes)

    return Figure(id=id_, kind="duration", unit="minutes", dimensions=by, tally=tally)


def _atom(fact: Any, name: str) -> str:
    value = getattr(fact, name)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _seen_visits(facts: FigureFacts) -> Iterator[Tally]:
    for v in facts.visits:
        if v.arm in ("random", "risk"):
            found = "not_seen" if v.has_finding is None else "with_finding" if v.has_finding else "without_finding"
            yield Tally(v.on, (v.district, v.sector, v.arm, found), draw=v)


def _detected(facts: FigureFacts) -> Iterator[Tally]:
    return _victims((one, ()) for one in facts.controls if one.is_suspicion)


def _referred(facts: FigureFacts) -> Iterator[Tally]:
    return _victims((one, (one.form,)) for one in facts.referrals)


def _victims(found: Iterable[tuple[ControlFact | ReferralFact, tuple[str, ...]]]) -> Iterator[Tally]:
    for one, more in found:
        yield from (Tally(one.on, (one.district, one.sector, *more, age)) for age in one.victims)


ALL: Final = (
    _counted("visits", "visits", "visits", ("district", "sector", "arm", "visit_state")),
    Figure(id="prevalence", kind="estimate", unit="share", dimensions=_SEEN, tally=_seen_visits),
    Figure(id="lift", kind="estimate", unit="ratio", dimensions=_SEEN, tally=_seen_visits),
    _counted("controls", "controls", "controls", ("district", "sector", "arm", "outcome")),
    _counted(
        "controls_with_finding", "controls", "controls", ("district", "sector", "arm"), only=lambda c: c.has_finding
    ),
    _counted("findings", "findings", "findings", ("district", "sector", "offence", "level")),
    _counted("persons_found", "persons", "controls", ("district", "sector"), n="persons", not_held=_PERSON),
    _counted(
        "persons_without_dimona", "persons", "controls", ("district", "sector"), n="without_dimona", not_held=_PERSON
    ),
    _counted("minors_found", "persons", "controls", ("district", "sector"), n="minors", not_held=_PERSON),
    _counted("suspicions_proposed", "controls", "controls", ("district", "sector"), only=lambda c: c.is_positive),
    _counted("signs", "signs", "signs", ("district", "sector", "sign_dimension")),
    _counted("suspicions_decided", "controls", "decisions", ("district", "decision")),
    _duration("time_to_decide", "decisions", ("district",)),
    Figure(
        id="victims_detected",
        unit="persons",
        dimensions=("district", "sector", "age_group"),
        not_held=_PERSON,
        tally=_detected,
    ),
    _counted("referrals", "referrals", "referrals", ("district", "sector", "form", "minors")),
    Figure(
        id="victims_referred",
        unit="persons",
        dimensions=("district", "sector", "form", "age_group"),
        not_held=_PERSON,
        tally=_referred,
    ),
    _counted("deliveries", "deliveries", "deliveries", ("district", "recipient_kind", "delivery_state", "timeliness")),
    _duration("time_to_acknowledge", "deliveries", ("district", "recipient_kind")),
    _counted(
        "deliveries_refused",
        "deliveries",
        "deliveries",
        ("district", "recipient_kind", "rerouted"),
        only=lambda d: d.state == DeliveryState.REFUSED,
    ),
    _counted("help_offered", "persons", "help", ("district", "said", "centre"), not_held=_PERSON),
    _counted(
        "minors_notified",
        "persons",
        "notices",
        ("district", "notice_state"),
        only=lambda n: n.kind == "guardian",
        not_held=_PERSON,
    ),
    _counted(
        "findings_passed_on",
        "notices",
        "notices",
        ("district", "recipient_kind", "notice_state"),
        only=lambda n: n.kind == "exchange",
    ),
    _counted("escalations", "alerts", "escalations", ("district", "role")),
    _counted("recalls", "deliveries", "recalls", ("district", "recipient_kind", "deleted")),
    _counted("test_calls", "calls", "test_calls", ("recipient_kind", "answered")),
    _counted("outcomes_told", "referrals", "magistrate_outcomes", ("district", "told")),
    _counted("links", "links", "links", ("ground", "link_decision")),
)
