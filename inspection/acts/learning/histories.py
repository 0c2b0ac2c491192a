"""The history that cards are fitted to: frames of selections joined with what came of the visits.

Whoever was controlled, whose the workplace is and who controlled are numbers here, made anew for each history: they
join rows while a fit runs, and tell nobody anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from sqlmodel import Session

from inspection.acts.learning.frames import Frames, read_frame
from inspection.acts.learning.outcomes import PlannedOutcome, first_day, planned_outcomes
from inspection.acts.learning.papers import require_papers
from inspection.errors import LearningFault
from inspection.sealing import keyed_hash
from inspection.store.core import Store
from inspection.store.learning import EligibleFrameRow
from inspection.targeting.learning import History, Roles
from inspection.trust import AppContext, Context, audited_transaction

OBJECTIVES = {"any": "any", "serious": "serious"}
NUISANCE = ("inspector", "team", "kind")
_COLUMNS = {
    "workplace": pl.UInt32,
    "enterprise": pl.UInt32,
    "on": pl.Date,
    "known_on": pl.Date,
    "sector": pl.String,
    "arm": pl.String,
    "inclusion": pl.Float64,
    "any": pl.Boolean,
    "serious": pl.Boolean,
    "inspector": pl.UInt32,
    "team": pl.UInt32,
    "kind": pl.String,
    "points": pl.Int32,
    "days_since_visit": pl.Int32,
}


@dataclass(frozen=True, kw_only=True)
class Learnable:
    """What a house may learn from.

    without_frame
        Controls of plans whose frame was not kept or has been destroyed: nothing is learnt from them.
    """

    history: History = field(repr=False)
    controls: int
    without_frame: int


def history(context: Context, since: date, until: date) -> Learnable:
    """Return the planned controls of weeks from `since` to `until`, each with its signals as of the choice.

    Labels are "any" and "serious"; `arm` keeps random, mandated and risk apart; `inclusion` is the chance with which a
    lot drew it, null for who was chosen otherwise.

    Errors: `LearningFault` 110 for a period that ends before it begins, 102 before both papers are signed, 101 for a
    frame that is not what was kept, 121 for one whose rows are not those of the controls; `AccessRefused`.
    """
    if until < since:
        raise LearningFault("LEARN-110")
    with audited_transaction(context) as tx:
        tx.require("learning.read", service=context.settings.service)
        require_papers(tx.session, tx.app)
        days = {"kind": "history", "first": since.isoformat(), "last": until.isoformat()}
        tx.record("learning.read", context.by, stream="reading", facts=days)
    with context.store.read() as session:
        return gathered(session, context.app, since, until)


def learnt_until(context: Context, on: date) -> Learnable:
    """Return the history of all windows before a day, as the rules of the day have them. Errors: as `history`."""
    rules = context.app.catalogue(on).learning
    span = rules.window_days + rules.maturity_days + rules.windows * rules.test_days
    return history(context, first_day(on, span), on)


def gathered(session: Session, app: AppContext, since: date, until: date) -> Learnable:
    """Return the history of a period; for who was asked already."""
    done = [one for one in planned_outcomes(session, app, since, until) if one.is_done]
    signals = sorted(app.catalogue(until).signals)
    rows, lost = _framed(session, app, done)
    keys = _numbers(app.store, until, done)
    frame = _joined([(one, seen, keys) for one, seen in rows], signals)
    return Learnable(history=History(frame=frame, roles=_roles(signals)), controls=len(rows), without_frame=lost)


def _roles(signals: Sequence[str]) -> Roles:
    return Roles(
        signals=tuple(signals),
        labels=OBJECTIVES,
        sector="sector",
        inclusion="inclusion",
        arm="arm",
        inspector="inspector",
        nuisance=NUISANCE,
        keys=("workplace", "enterprise"),
        baselines={"points": "points", "last_visit": "days_since_visit"},
    )


_Seen = Mapping[str, object]  # a row of a frame, with the day as of which it was measured


def _framed(
    session: Session, app: AppContext, done: Sequence[PlannedOutcome]
) -> tuple[list[tuple[PlannedOutcome, _Seen]], int]:
    """Return each control with its row of the frame, and how many have none."""
    kept = Frames.of(session, app)
    by_frame: dict[str, tuple[EligibleFrameRow, list[PlannedOutcome]]] = {}
    for one in done:
        row = kept.find(one.plan_id, one.district)
        if row is not None:
            by_frame.setdefault(row.id, (row, []))[1].append(one)
    found: list[tuple[PlannedOutcome, _Seen]] = []
    for row, mine in by_frame.values():
        frame = read_frame(app, row).filter(pl.col("workplace").is_in([one.workplace for one in mine]))
        seen = {str(each["workplace"]): each | {"on": row.taken_on} for each in frame.iter_rows(named=True)}
        _expect_own_rows(row, mine, seen)
        found += [(one, seen[one.workplace]) for one in mine if one.workplace in seen]
    return found, len(done) - len(found)


def _expect_own_rows(row: EligibleFrameRow, mine: Sequence[PlannedOutcome], seen: Mapping[str, _Seen]) -> None:
    """Refuse outcomes beside rows of others: who was drawn is drawn there, and whom points chose has them there."""
    chosen = [one for one in mine if one.arm in ("random", "risk") and one.workplace in seen]
    apart = sum(not _is_own(one, seen[one.workplace]) for one in chosen)
    if apart:
        raise LearningFault("LEARN-121", count=apart, week=row.week, district=row.district)


def _is_own(one: PlannedOutcome, row: _Seen) -> bool:
    return row["points"] == one.points and (one.arm != "random" or row["drawn"] is True)


@dataclass(frozen=True)
class _Numbers:
    workplace: Mapping[str, int]
    enterprise: Mapping[str, int]
    inspector: Mapping[str, int]
    team: Mapping[str, int]


def _numbers(store: Store, until: date, done: Sequence[PlannedOutcome]) -> _Numbers:
    def numbered(kind: str, ids: Iterable[str | None]) -> dict[str, int]:
        def place(id_: str) -> str:
            return keyed_hash(["history", kind, id_, until.isoformat()], purpose="draw", keys=store.keys)

        return {id_: n for n, id_ in enumerate(sorted({one for one in ids if one}, key=place))}

    return _Numbers(
        workplace=numbered("workplace", (one.workplace for one in done)),
        enterprise=numbered("enterprise", (one.enterprise for one in done)),
        inspector=numbered("inspector", (one.inspector for one in done)),
        team=numbered("team", (one.team for one in done)),
    )


def _joined(rows: Iterable[tuple[PlannedOutcome, _Seen, _Numbers]], signals: Sequence[str]) -> pl.DataFrame:
    schema = {**_COLUMNS, **dict.fromkeys(signals, pl.Float32)}
    last: dict[str, date] = {}
    values = []
    for one, seen, keys in sorted(rows, key=lambda row: (row[1]["on"], row[0].workplace)):
        on = seen["on"]
        assert isinstance(on, date)  # noqa: S101  a frame has a day
        earlier = last.get(one.workplace)
        last[one.workplace] = on
        told = {name: seen.get(name) for name in (*signals, "points") if name in seen}
        values.append(
            {**told, **_row(one, keys), "on": on, "days_since_visit": (on - earlier).days if earlier else None}
        )
    frame = pl.DataFrame(values, schema=schema)
    return frame.unique(["workplace", "on"], keep="first", maintain_order=True)


def _row(one: PlannedOutcome, keys: _Numbers) -> dict[str, object]:
    return {
        "workplace": keys.workplace[one.workplace],
        "enterprise": keys.enterprise.get(one.enterprise or ""),
        "known_on": one.known_on,
        "sector": one.sector,
        "arm": one.arm,
        "inclusion": one.inclusion if one.arm == "random" else None,
        "any": one.taught,
        "serious": one.taught_serious,
        "inspector": keys.inspector.get(one.inspector or ""),
        "team": keys.team.get(one.team or ""),
        "kind": one.kind,
    }
