"""Which figures a report shows, and the table of counts that is proposed for release for each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from inspection.reporting.disclosure import CountTable, Dimension
from inspection.reporting.figures import PERIOD, SERVICE, Counted, months
from inspection.reporting.reports.content import ReportKind
from inspection.targeting import ARMS


@dataclass(frozen=True)
class Wanted:
    """A figure by some dimensions; by "period" means by year.

    arms
        Those that the figure tells of: the others cannot occur in it, and an empty row would only look like a secret.
    """

    figure: str
    dimensions: tuple[str, ...]
    arms: tuple[str, ...] = ()


_VICTIMS = (Wanted("victims_detected", ("age_group",)), Wanted("victims_referred", ("age_group",)))
_TARGETING = (
    Wanted("prevalence", ("arm", "found"), ("random", "risk")),
    Wanted("visits", ("arm", "visit_state"), ARMS),
)
_SUSPICIONS = (Wanted("suspicions_decided", ("decision",)), Wanted("referrals", ("form",)), *_VICTIMS)
_WITH_FINDING = Wanted("controls_with_finding", ("sector",))
_TIMELINESS = Wanted("deliveries", ("timeliness",))
_ESCALATIONS = Wanted("escalations", ("role",))


def _by_year(**dimensions: str) -> tuple[Wanted, ...]:
    """Return figures by a dimension of each and by year."""
    return tuple(Wanted(figure, (name, PERIOD)) for figure, name in dimensions.items())


_WANTED: Mapping[ReportKind, tuple[Wanted, ...]] = {
    "bureau": (*_TARGETING, _WITH_FINDING, *_SUSPICIONS, _TIMELINESS, _ESCALATIONS),
    "cell": (
        *_TARGETING,
        _WITH_FINDING,
        *_SUSPICIONS,
        Wanted("help_offered", ("said",)),
        Wanted("findings_passed_on", ("notice_state",)),
        _TIMELINESS,
        Wanted("deliveries_refused", ("rerouted",)),
        _ESCALATIONS,
    ),
    "biennial": (
        Wanted("controls", (PERIOD, "outcome")),
        *_by_year(
            controls_with_finding="sector",
            persons_found="sector",
            persons_without_dimona="sector",
            suspicions_decided="decision",
            referrals="form",
            victims_detected="age_group",
            victims_referred="age_group",
            help_offered="said",
            minors_notified="notice_state",
            deliveries="timeliness",
        ),
    ),
    "college": (_SUSPICIONS[0], Wanted("referrals", ("district",)), *_SUSPICIONS[1:], _TIMELINESS),
    "rapporteur": (_WITH_FINDING, *_SUSPICIONS[1:]),
    "prevention": (Wanted("referrals", ("sector",)), _SUSPICIONS[1]),
    "model_card": (),
}


def wanted_tables(kind: ReportKind) -> tuple[Wanted, ...]:
    """Return the tables of a report, in the order in which they stand in it."""
    return _WANTED[kind]


def wanted_table(counted: Counted, wanted: Wanted, first: date, last: date) -> CountTable:
    """Return a figure's count as the table that is proposed for release.

    Every atom that a dimension can hold is a category, whether it occurred or not: a table must not tell by what it
    leaves out.
    """
    covered = {PERIOD: months(first, last), SERVICE: counted.atoms[SERVICE]}
    return CountTable(
        figure=counted.figure,
        dimensions=tuple(_dimension(name, counted, covered[PERIOD], wanted.arms) for name in wanted.dimensions),
        facets=counted.facets,
        counts=counted.counts,
        scope=tuple((name, frozenset(atoms)) for name, atoms in covered.items() if name not in wanted.dimensions),
    )


def _dimension(name: str, counted: Counted, covered: Iterable[str], arms: tuple[str, ...]) -> Dimension:
    if name != PERIOD:
        atoms = arms if name == "arm" and arms else counted.atoms[name]
        return Dimension(name, tuple((atom, frozenset({atom})) for atom in atoms))
    years = sorted({month[:4] for month in covered})
    return Dimension(name, tuple((y, frozenset(m for m in covered if m[:4] == y)) for y in years))
