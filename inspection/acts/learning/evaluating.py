"""How well targeting does, as one plain value: for the command, a screen, the model card and the file of the cell.

Everything in it is counted from what chance, points and mandates chose and what came of it. No workplace, no inspector
and no case stands in it, and no probability that was not calibrated.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from inspection.acts.learning.groups import Groups
from inspection.acts.learning.outcomes import PlannedOutcome, first_day, followed_up, planned_outcomes
from inspection.acts.learning.papers import MayLearn, standing
from inspection.acts.learning.stands_for_origin import approved_proxies, what_signals_tell
from inspection.life_cycles import PlanState
from inspection.store.weeks import PlanRow, SelectionRow
from inspection.targeting.evaluating import (
    Calibration,
    Disparity,
    DistrictWeek,
    Draw,
    Estimate,
    Forecast,
    Judged,
    Outcome,
    ProxiesTold,
    Standing,
    WhatIf,
    calibrate,
    disparities,
    estimate,
    stop_rule,
    without,
)
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, Context, audited_transaction
from sectors.rules.selection import MeasuringRules

if TYPE_CHECKING:
    from sectors import Catalogue

_Strata = Mapping[tuple[str, str], Mapping[str, tuple[int, int]]]  # week and district to [n_h, N_h] by stratum


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What is known of targeting on a day.

    first, last
        Weeks from and until which visits are counted: those that are over. A visit that nobody answered by then was not
        made.
    visits
        Arm to how many were chosen for a visit, and how many were made.
    any_infringement, serious
        Prevalence and lift by objective; where lots are held over closed doors, of the weeks whose second visits have
        had their time, unless there is none yet.
    stop_rule
        Whether the risk arm finds more than a lot would, in weeks of the cards in force; it may say "cannot_tell_yet".
    calibration
        Of the probabilities that were shown, on the random arm, for the outcome that each week served; None where none
        was.
    fairness, what_if
        Figures by group on the random arm, and what would change if one signal gave no points.
    backtest
        Figures by name of the last fit, as its proposal told them; empty where nothing was fitted.
    learning
        Whether the house may learn, and what is lacking.
    approved_proxies
        Known proxies of origin that signals read by a decision of the house: who approved, what it does, until when.
    proxies_told
        How well signals tell the nationality of municipalities' inhabitants; None without a table to measure by.
    """

    on: date
    first: date
    last: date
    visits: Mapping[str, tuple[int, int]]
    any_infringement: Estimate
    serious: Estimate
    stop_rule: Standing
    calibration: Calibration | None
    fairness: tuple[Disparity, ...]
    what_if: tuple[WhatIf, ...]
    backtest: Mapping[str, Mapping[str, float | int | str | None]]
    learning: MayLearn
    approved_proxies: tuple[Mapping[str, Any], ...] = ()
    proxies_told: ProxiesTold | None = None
    rules_sha256: str = field(default="")

    def plain(self) -> dict[str, Any]:
        """Return it as plain values; who signed the papers stays in the house's own records.

        An end of an interval that lies nowhere is None.
        """
        found: dict[str, Any] = _finite(asdict(self))
        found["learning"] = {
            "allowed": self.learning.allowed,
            "is_demo": self.learning.is_demo,
            "lacking": [str(kind) for kind in self.learning.lacking],
        }
        return found


def evaluation(context: Context, on: date) -> Evaluation:
    """Return how well targeting did in the window before a day; the look is recorded.

    Measuring asks for no signed paper: a house that learns nothing has to know all the more whether points help.

    Errors: `LearningFault` 124 where the lot over closed doors was bent; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("learning.read", service=context.settings.service)
        tx.record("learning.read", context.by, stream="reading", facts={"kind": "evaluation", "on": on.isoformat()})
    with context.store.read() as session:
        return _evaluated(session, context.app, on)


def _finite(value: Any) -> Any:
    """Return plain values in which what has no end is None: JSON has no word for it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list | tuple) else value


def _evaluated(session: Session, app: AppContext, on: date) -> Evaluation:
    from inspection.acts.learning.cards import backtests, proposed_cards

    catalogue = app.catalogue(on)
    rules, first = catalogue.measuring, first_day(on, catalogue.learning.window_days)
    known = [one for one in planned_outcomes(session, app, first, on) if _is_over(one.week, on)]
    every = followed_up(session, app, known, first, on)
    drawn, chosen = _drawn(every), _chosen(every)
    rows = _selections(session, app, first, on)
    strata = _strata(rows)
    settled = _settled(every, on, rules.follow_up_days)
    judged = _judged(session, app, on, drawn, chosen)
    return Evaluation(
        on=on,
        first=first,
        last=max((IsoWeek.parse(one.week).monday for one in every), default=first),
        visits=_visits(every),
        any_infringement=_estimate(settled, strata, rules, serious=False),
        serious=_estimate(settled, strata, rules, serious=True),
        stop_rule=stop_rule(_weeks(drawn, chosen, strata, _since(catalogue)), rules=rules),
        calibration=calibrate(_forecasts(drawn, rows), rules=rules),
        fairness=disparities(judged, rules=rules),
        what_if=tuple(without(key, judged, rules=rules) for key in _signals(judged)) if judged else (),
        backtest=backtests(proposed_cards(session, app.settings), on),
        learning=standing(session, app),
        approved_proxies=approved_proxies(catalogue),
        proxies_told=what_signals_tell(app, on),
        rules_sha256=catalogue.sha256,
    )


def _visits(every: Sequence[PlannedOutcome]) -> dict[str, tuple[int, int]]:
    asked, made = Counter(one.arm for one in every), Counter(one.arm for one in every if one.is_done)
    return {arm: (asked[arm], made[arm]) for arm in sorted(asked)}


def _drawn(every: Sequence[PlannedOutcome]) -> list[PlannedOutcome]:
    return [one for one in every if one.arm == "random" and one.inclusion is not None]


def _chosen(every: Sequence[PlannedOutcome]) -> list[PlannedOutcome]:
    return [one for one in every if one.arm == "risk"]


def _is_over(week: str, on: date) -> bool:
    return IsoWeek.parse(week).days[-1] < on


def _settled(every: Sequence[PlannedOutcome], on: date, days: int) -> Sequence[PlannedOutcome]:
    """Return the visits of weeks in which nobody is still owed a second visit, if lots are held and there are any.

    Whole weeks by their date: to leave out single doors that wait would leave out those that stay shut.
    """
    if not any(one.lot for one in every):
        return every
    settled = [one for one in every if IsoWeek.parse(one.week).days[-1] + timedelta(days=days) < on]
    return settled or every


def _estimate(every: Sequence[PlannedOutcome], strata: _Strata, rules: MeasuringRules, *, serious: bool) -> Estimate:
    weeks, sizes = {one.week for one in every}, dict[str, float]()
    for (week, _), numbers in strata.items():
        for stratum, (_, size) in numbers.items() if week in weeks else ():
            sizes[stratum] = sizes.get(stratum, 0.0) + size
    return estimate(
        (Draw(one.inclusion or 1.0, _label(one, serious=serious), one.stratum, one.lot) for one in _drawn(every)),
        (Outcome(_label(one, serious=serious), one.stratum) for one in _chosen(every)),
        rules=rules,
        sizes=sizes,
    )


def _label(one: PlannedOutcome, *, serious: bool) -> bool | None:
    """Return what was found at the first visit, or at the second where a lot was held over it."""
    if one.lot is not None:
        return one.second_serious if serious else one.second_found
    return one.serious if serious else one.found


def _since(catalogue: "Catalogue") -> date:
    """Return the first day of the cards in force: the stop rule is asked anew when one of them changes."""
    cards = (one.card for one in catalogue.enabled_sectors())
    return max((card.valid_from for card in cards if card is not None), default=date.min)


def _weeks(
    drawn: Sequence[PlannedOutcome], chosen: Sequence[PlannedOutcome], strata: _Strata, since: date
) -> Iterable[DistrictWeek]:
    lots, points = _by_week(drawn), _by_week(chosen)
    for (week, district), numbers in sorted(strata.items()):
        if IsoWeek.parse(week).monday >= since:
            yield DistrictWeek(
                week=week, strata=numbers, drawn=lots.get((week, district), ()), chosen=points.get((week, district), ())
            )


def _by_week(some: Sequence[PlannedOutcome]) -> dict[tuple[str, str], tuple[Outcome, ...]]:
    found: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for one in some:
        found[one.week, one.district].append(Outcome(one.found, one.stratum))
    return {key: tuple(visits) for key, visits in found.items()}


def _selections(session: Session, app: AppContext, first: date, on: date) -> list[SelectionRow]:
    """Return what each district chose from, for weeks that are over."""
    wanted = (
        select(SelectionRow)
        .join(PlanRow, col(PlanRow.id) == col(SelectionRow.plan_id))
        .where(
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanRow.service) == app.settings.service,
            col(PlanRow.week).between(str(IsoWeek.of(first)), str(IsoWeek.of(on))),
        )
    )
    return [row for row in session.exec(wanted) if _is_over(row.week, on)]


def _strata(rows: Iterable[SelectionRow]) -> _Strata:
    return {
        (row.week, row.district): {name: (int(n), int(size)) for name, (n, size) in row.strata.items()} for row in rows
    }


def _forecasts(drawn: Sequence[PlannedOutcome], rows: Iterable[SelectionRow]) -> Iterable[Forecast]:
    """Yield what was said of draws that were seen, beside what was said to be likely: what cards are taught by.

    A probability is of the outcome that the week served, and of findings that may be learnt from: to hold it against
    all that was found would blame it for what it leaves out.
    """
    served = {(row.plan_id, row.district): row.objective for row in rows}
    for one in drawn:
        is_serious = served.get((one.plan_id, one.district)) == "serious"
        found = one.taught_serious if is_serious else one.taught
        if one.probability is not None and found is not None:
            yield Forecast(one.probability, found, 1 / (one.inclusion or 1.0))


def _judged(
    session: Session,
    app: AppContext,
    on: date,
    drawn: Sequence[PlannedOutcome],
    chosen: Sequence[PlannedOutcome],
) -> list[Judged]:
    """Return the random arm as the points judged it: chosen is whom the risk visits of its list would reach."""
    room = Counter((one.week, one.stratum) for one in chosen)
    groups = Groups.of(session, app, on, drawn)
    return [
        Judged(
            groups=groups.of_one(one),
            chosen=groups.part_reached(one, room[one.week, one.stratum]),
            has_finding=one.found,
            inclusion_probability=one.inclusion or 1.0,
            points=one.reasons,
            pool=f"{one.week}|{one.stratum}",
        )
        for one in drawn
    ]


def _signals(judged: Sequence[Judged]) -> list[str]:
    return sorted({key for draw in judged for key, points in draw.points.items() if points})
