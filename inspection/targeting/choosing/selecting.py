"""Who is visited next week, and by which arm: the random draw first, then the mandates, then the points.

What was known of each is frozen with the choice, to defend it after the lake is pruned.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import polars as pl

from inspection.sealing import sha256_of
from inspection.targeting.assessing import Assessments
from inspection.targeting.choosing.ranking import Candidates, offered, sector_rooms, with_places
from inspection.targeting.choosing.sampling import StratumShare, allocate, sample, uniform
from inspection.targeting.model import Chosen, Mandate, Reason, Selection, SelectionPolicy
from sectors import Catalogue

DaysOf = Mapping[str, Sequence[date]] | Callable[[str, str], Sequence[date]]
Stratum = tuple[str, str]


def select(
    assessments: Assessments,
    mandated: Iterable[Mandate],
    capacity: Mapping[str, int],
    policy: SelectionPolicy,
    seed: int,
    *,
    days_of: DaysOf | None = None,
    cooling_off: AbstractSet[str] = frozenset(),
    owed: Mapping[str, Mapping[str, float]] | None = None,
) -> Selection:
    """Choose the week's candidates: the random arm from the whole eligible frame, then mandated, then risk.

    The random arm is drawn before anything else is looked at, so that neither a complaint, a recent control nor a high
    score changes who can be drawn: it is what the inspectorate learns the truth from. A workplace that is drawn and
    also mandated stays random and carries the mandate. A hold is not asked about here: it would change the frame, the
    draw and everybody's probability, so it takes visits out of the finished plan
    (`inspection.planning.bookings.take_out`).

    mandated
        Visits that are owed; of several for one workplace the earliest deadline counts.
    capacity
        District to the number of visits that there is room for in the week; a district that is not named has none.
    days_of
        Sector to the days on which it can be controlled, or a function of (sector, district): the day of a random
        visit is drawn among them (not after a mandate's deadline), and a sector without any such day is not offered by
        risk, so that others get its share. None: no day is drawn.
    cooling_off
        Workplaces that the risk arm leaves alone; the random draw and mandates do not.
    owed
        District to sector to the visits by risk that it missed earlier in the year (`objectives.owed`).
    """
    frame = _eligible(assessments.frame)
    mandates, eligible = _earliest(mandated), frozenset(frame["workplace"].to_list())
    week = _Week(assessments, with_places(frame))
    shares = allocate(_sizes(frame), capacity, policy.random_share, seed)
    drawn = [week.random(w, shares, mandates.get(w), seed, days_of) for w in _draw(frame, shares, seed)]
    taken = {c.workplace for c in drawn}
    due = [week.chosen(w, "mandated", mandate=m) for w, m in mandates.items() if w in eligible and w not in taken]
    taken |= {c.workplace for c in due} | cooling_off
    required = Counter(c.district for c in (*drawn, *due))
    candidates = _candidates(frame, days_of, taken)
    cards = {sector: card.key for sector, card in assessments.cards.items()}
    rooms = sector_rooms(candidates, capacity, required, policy, owed or {}, cards)
    best = offered(candidates.open, rooms, policy)
    risk = [week.chosen(w, "risk", worth=worth) for w, worth in best.iter_rows()]
    chosen = (*drawn, *due, *risk)
    return Selection(
        seed=seed,
        frame_sha256=frame_hash(frame),
        frame_size=frame.height,
        chosen=chosen,
        strata={_name(s): (share.drawn, share.size) for s, share in sorted(shares.items())},
        inclusion={_name(s): share.inclusion for s, share in sorted(shares.items())},
        frozen={c.workplace: freeze(assessments, c.workplace, c.reasons) for c in chosen},
        unmatched=tuple(m for w, m in mandates.items() if w not in eligible),
        objective=policy.objective,
        rooms=rooms,
    )


def window_days(catalogue: Catalogue, days: Sequence[date]) -> dict[str, tuple[date, ...]]:
    """Return, for each sector that is switched on, the `days` on which it has a control window."""
    return {s.key: tuple(d for d in days if any(w.holds_on(d) for w in s.windows)) for s in catalogue.enabled_sectors()}


@dataclass(frozen=True)
class _Week:
    """The assessments of one week, ready to be written down as choices; what is required is worth most."""

    assessments: Assessments
    places: pl.DataFrame

    @cached_property
    def _place_of(self) -> dict[str, tuple[int, int]]:
        columns = (self.places[c].to_list() for c in ("workplace", "place", "place_of"))
        return {workplace: (place, of) for workplace, place, of in zip(*columns, strict=True)}

    def chosen(self, workplace: str, arm: str, mandate: Mandate | None = None, **more: object) -> Chosen:
        row, (place, of) = self.assessments.row(workplace), self._place_of[workplace]
        fields = {k: row[k] for k in ("sector", "district", "points", "probability")}
        fields |= {"place": place, "place_of": of, "worth": 1.0, "reasons": self.assessments.reasons(workplace), **more}
        return Chosen(workplace=workplace, arm=arm, mandate=mandate, **fields)  # type: ignore[arg-type]

    def random(
        self,
        workplace: str,
        shares: Mapping[Stratum, StratumShare],
        mandate: Mandate | None,
        seed: int,
        days_of: DaysOf | None,
    ) -> Chosen:
        row = self.assessments.row(workplace)
        district, sector = stratum = str(row["district"]), str(row["sector"])
        share = shares[stratum]
        latest = mandate.not_after if mandate else None
        return self.chosen(
            workplace,
            "random",
            mandate=mandate,
            stratum=_name(stratum),
            drawn=share.drawn,
            frame_size=share.size,
            inclusion_probability=share.inclusion,
            day=_day(_possible(days_of, sector, district), latest, uniform(seed, "day", workplace)),
        )


def _eligible(frame: pl.DataFrame) -> pl.DataFrame:
    """Who may be drawn, sorted, with the few columns that the arms look at."""
    return frame.select("workplace", "district", "sector", "points", "probability").sort("workplace")


def _candidates(frame: pl.DataFrame, days_of: DaysOf | None, taken: AbstractSet[str]) -> Candidates:
    """Leave out who is taken, and the sectors that can be controlled on no day of the week in the district."""
    strata = frame.select("district", "sector").unique().iter_rows()
    closed = frozenset((d, s) for d, s in strata if days_of is not None and not _possible(days_of, s, d))
    shut = pl.DataFrame(sorted(closed), schema={"district": pl.String, "sector": pl.String}, orient="row")
    left = frame.filter(~pl.col("workplace").is_in(sorted(taken)))
    return Candidates(frame, left.join(shut, on=["district", "sector"], how="anti", maintain_order="left"), closed)


def _name(stratum: Stratum) -> str:
    return "|".join(stratum)


def _earliest(mandated: Iterable[Mandate]) -> dict[str, Mandate]:
    """One mandate a workplace, by workplace: the earliest deadline, then origin and id."""
    order = sorted(mandated, key=lambda m: (m.workplace, m.not_after or date.max, m.origin, m.origin_id), reverse=True)
    return dict(sorted({m.workplace: m for m in order}.items()))


def _sizes(frame: pl.DataFrame) -> dict[str, dict[str, int]]:
    sizes: dict[str, dict[str, int]] = {}
    for district, sector, size in frame.group_by("district", "sector").len().sort("district", "sector").iter_rows():
        sizes.setdefault(district, {})[sector] = size
    return sizes


def _draw(frame: pl.DataFrame, shares: Mapping[Stratum, StratumShare], seed: int) -> list[str]:
    """The n_h smallest lots of each stratum that gets any, stratum by stratum."""
    groups = frame.group_by("district", "sector").agg("workplace").sort("district", "sector")
    return [w for d, s, group in groups.iter_rows() for w in _lots(group, shares[d, s].drawn, seed)]


def _lots(group: Sequence[str], n: int, seed: int) -> list[str]:
    return sample(seed, "draw", group, n) if n else []


def _possible(days_of: DaysOf | None, sector: str, district: str) -> Sequence[date]:
    if days_of is None:
        return ()
    return days_of(sector, district) if callable(days_of) else days_of.get(sector, ())


def _day(possible: Sequence[date], latest: date | None, number: float) -> date | None:
    days = sorted(possible)
    in_time = [d for d in days if latest is None or d <= latest] or days
    return in_time[int(number * len(in_time))] if in_time else None


def frame_hash(frame: pl.DataFrame) -> str:
    """Return the hash of who could have been drawn: every workplace with its district and sector."""
    lines = pl.concat_str("workplace", "district", "sector", separator="|")
    rows = frame if frame["workplace"].is_sorted() else frame.sort("workplace")
    return sha256_of("\n".join(rows.select(lines).to_series().to_list()))


NOT_CONSULTED = frozenset({"name", "trade_name"})


def freeze(assessments: Assessments, workplace: str, reasons: Sequence[Reason]) -> dict[str, object]:
    """Return the measured row of a workplace, its reasons' terms and the registers' days, with their `sha256`.

    The values are those that the signals were computed from (counts and sums per workplace, never a person's row). The
    enterprise's name is left out: it gave no points and may be a person's.
    """
    values = {k: _plain(v) for k, v in assessments.row(workplace).items() if k not in NOT_CONSULTED}
    terms = [[r.signal, r.value, r.bin, r.points, r.snapshot] for r in reasons]
    kept: dict[str, object] = {
        "values": values,
        "reasons": terms,
        "snapshots": dict(sorted(assessments.snapshots.items())),
    }
    return {**kept, "sha256": sha256_of(kept)}


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value
