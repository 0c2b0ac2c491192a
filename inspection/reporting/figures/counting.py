"""Every figure of the house, counted in one place only; reports, tables and releases all take it from here.

What a figure counts stands in words beside it, in four languages, and is printed with it. Detected, referred and
recognised are three figures and never one: the first two are ours, the third is for others to tell.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from inspection.errors import ReferralFault
from inspection.reporting.facts import FigureFacts
from inspection.reporting.figures.shapes import ALWAYS, PERIOD, SERVICE, Atoms, Counted, Figure, Tally
from inspection.reporting.figures.tallies import ALL

FIGURES: Mapping[str, Figure] = {figure.id: figure for figure in ALL}


def count(figure_id: str, facts: FigureFacts, first: date, last: date) -> Counted:
    """Count a figure from `first` to `last`, both days included, by month and every dimension that it has.

    Arguments: `facts` of a period that holds both days.
    Errors: `ReferralFault` 938 for an unknown figure, 939 for days that the facts do not cover: a part of a period
    would pass for the whole.
    """
    figure = known_figure(figure_id)
    if not facts.first <= first <= last <= facts.last:
        raise ReferralFault("REFER-939", first=facts.first, last=facts.last, figure_id=figure_id)
    lines = [line for line in figure.tally(facts) if first <= line.on <= last]
    facets = (*ALWAYS, *figure.dimensions)
    counts: Counter[Atoms] = Counter()
    minutes: dict[Atoms, tuple[float, ...]] = defaultdict(tuple)
    for line in lines:
        atoms = (month_of(line.on), facts.service, *line.atoms)
        counts[atoms] += line.n
        if line.minutes is not None:
            minutes[atoms] += (line.minutes,)
    return Counted(
        figure=figure.id,
        first=first,
        last=last,
        facets=facets,
        counts={atoms: n for atoms, n in counts.items() if n},
        atoms=_atoms(figure, facts, first, last, lines),
        minutes=dict(minutes),
        draws=tuple(line.draw for line in lines if line.draw is not None),
        strata=tuple(s for s in facts.strata if first <= s.on <= last) if figure.kind == "estimate" else (),
    )


def known_figure(figure_id: str) -> Figure:
    """Return a figure by its id; `ReferralFault` 938 for an unknown one."""
    if figure_id not in FIGURES:
        raise ReferralFault("REFER-938", figure_id=figure_id)
    return FIGURES[figure_id]


def month_of(day: date) -> str:
    """Return the month of a day as `2026-11`: the finest period by which figures are held."""
    return f"{day:%Y-%m}"


def months(first: date, last: date) -> tuple[str, ...]:
    """Return every month between two days."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in numbers)


def _atoms(
    figure: Figure, facts: FigureFacts, first: date, last: date, lines: Iterable[Tally]
) -> dict[str, tuple[str, ...]]:
    """Return what each facet can hold; what occurred and no rule knows any more stands behind the rest."""
    found = {PERIOD: months(first, last), SERVICE: (facts.service,)}
    lines = list(lines)
    for place, name in enumerate(figure.dimensions):
        known = facts.atoms.get(name, ())
        seen = {line.atoms[place] for line in lines} - set(known)
        found[name] = (*known, *sorted(seen))
    return found
