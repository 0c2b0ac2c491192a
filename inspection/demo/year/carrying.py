"""Carrying a week out: each stop of its book becomes a control, saved by somebody of the team when it happened."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any

import polars as pl

from inspection import acts
from inspection.control.reading import read_control
from inspection.demo.actors import Place
from inspection.demo.past import AUDITORATE, POLICE, Event, Told, acting, after_yes
from inspection.demo.year.diary import Diary
from inspection.demo.year.drawing import stream
from inspection.demo.year.inspecting import Case, Chances, Met, Questions, Visit, meet, written_down
from inspection.demo.year.planned import Planned
from inspection.demo.year.truth import Truth, invented
from inspection.i18n import Lang
from inspection.life_cycles import ControlOutcome, Decision
from inspection.reporting.week import BookRound, BookStop, WeekBook
from inspection.store import queries
from inspection.territory import canton, competence, municipality
from inspection.time_of import moment_of
from inspection.trust import AppContext

_DONE, _YES = ControlOutcome.DONE, Decision.YES
# When each kind of decision first comes round, as a part of the way to it: yes early, so that a short past has one.
_BEGUN = {"yes": 0.95, "no": 0.85, "undecided": 0.8}
_MINOR_AT = 1  # the suspicion, counted from 0, in which a minor is alone
_HOURS = 10.0  # mean time after which an office stirs


@dataclass(kw_only=True)
class Carrier:
    """Carries weeks out, and remembers how many controls there are and when each of its own ended.

    places
        Whatever could have been chosen for the last week.
    """

    app: AppContext
    planned: Planned
    truth: Truth
    diary: Diary
    places: list[Place] = field(default_factory=list, repr=False)
    _left: dict[str, datetime] = field(default_factory=dict, repr=False)
    _spoken: dict[str, tuple[Lang, ...]] = field(default_factory=dict, repr=False)
    _asked: dict[date, Questions] = field(default_factory=dict, repr=False)
    _yes: int = 0
    _first: tuple[str, int] | None = None  # where the first person of a suspicion was met, and in which control

    @cached_property
    def _counted(self) -> Counter[str]:
        """How many controls there are, how many of them were done, and with which decision: turns go on from it."""
        every = queries.controls(self.app.store)
        done = Counter({"all": len(every), _DONE: sum(c.outcome == _DONE for c in every)})
        return done + Counter(c.decision for c in every if c.decision is not None)

    def _questions(self, day: date) -> Questions:
        if day not in self._asked:
            self._asked[day] = Questions(self.app.catalogue(day))
        return self._asked[day]

    def left_at(self, control_id: str, unknown: datetime) -> datetime:
        """Return when a control ended; `unknown` for one of before."""
        return self._left.get(control_id, unknown)

    def set_out(
        self, book: WeekBook, frame: pl.DataFrame, odds: pl.DataFrame, codes: frozenset[str] | None = None
    ) -> None:
        """Write down every stop of a week, and what a team does on its way.

        frame, odds
            What the registers said of the workplaces when the week was chosen, and what is really there.
        codes
            The stops that are still to be made; None: all.
        """
        rows = {row["workplace"]: row for row in odds.iter_rows(named=True)}
        places = frame.select("workplace", "canton", "refnis", "enterprise", "name", "street", "house_number")
        found = _Found(rows, {row["workplace"]: row for row in places.iter_rows(named=True)})
        self.places = places_of(frame)
        for round_ in book.rounds:
            for stop in round_.stops:
                if (codes is None or stop.code in codes) and stop.workplace in found.odds:
                    self.diary.note(self._visits(round_, stop, found))

    def _visits(self, round_: BookRound, stop: BookStop, found: "_Found") -> Iterator[Event]:
        visit = Visit(
            code=stop.code, workplace=stop.workplace, sector=stop.sector, district=round_.district,
            language=self._language(round_, stop.workplace, found), day=round_.day, start=stop.start, leave=stop.leave,
        )  # fmt: skip
        yield self._event(visit, round_, found)
        rng = stream(self.planned.seed, f"passing|{round_.day}", stop.workplace)
        if rng.random() < invented()["unplanned"]:
            beside = found.beside(visit.district, visit.sector, rng.random())
            start = stop.leave + (stop.leave - stop.start)
            passing = replace(visit, code=None, workplace=beside, start=stop.leave, leave=start)
            yield self._event(passing, round_, found)

    def _event(self, visit: Visit, round_: BookRound, found: "_Found") -> Event:
        at = moment_of(visit.day, int(visit.leave))
        return at, 2, partial(self._make, visit, round_, found)

    def _make(self, visit: Visit, round_: BookRound, found: "_Found") -> None:
        """Make one control: met, written down, read as any other and saved."""
        row = found.odds[visit.workplace]
        severities = dict(zip(round_.members, self.truth.severities(round_.members).tolist(), strict=True))
        met = meet(visit, Chances(any=row["any"], serious=row["serious"], severities=severities), self.planned.seed)
        questions = self._questions(visit.day)
        decision = self._decision(visit, met)
        raw = written_down(visit, met, questions, self._case(visit, decision), self.planned.words)
        left = datetime.fromisoformat(raw["left_at"])
        if visit.code is None:
            self._remember(visit, found.places[visit.workplace], left)
        saved = acts.controls.save(acting(self.app, met.by, left), read_control(raw, questions.of))
        self._counted["all"] += 1
        self._counted[_DONE] += met.outcome == _DONE
        self._left[raw["control_id"]] = left
        if decision == _YES and saved.reference:
            self._tell(Told(reference=saved.reference, by=met.by, at=left, hours=_hours(met)))

    def _decision(self, visit: Visit, met: Met) -> Decision | None:
        """Return the decision whose turn it is: they come round evenly, so that a short past has each.

        Only where the truth has something to find: signs of exploitation are findings too, and one that found what
        nobody hid would make the truth a lie.
        """
        if met.outcome != _DONE or visit.code is None or not met.finds:
            return None
        n = self._counted[_DONE] + 1
        for kind, part in sorted(self.planned.suspicions.items(), reverse=True):
            if self._counted[kind] < int(_BEGUN[kind] + part * n):
                self._counted[kind] += 1
                return Decision(kind)
        return None

    def _case(self, visit: Visit, decision: Decision | None) -> Case:
        """Return what is told beside the answers: once a person is met again elsewhere, and once a minor is alone."""
        n = self._counted["all"]
        if decision != _YES:
            return Case(decision=decision, n=n)
        if self._first is None:
            self._first = visit.district, n
            return Case(decision=decision, n=n)
        met_again = None
        if self._first[0] not in ("", visit.district):
            met_again, self._first = self._first[1], ("", n)
        return Case(decision=decision, n=n, met_again=met_again, has_minor=self._yes == _MINOR_AT)

    def _tell(self, told: Told) -> None:
        self.diary.note(after_yes(self.app, told, self._yes))
        self._yes += 1

    def _remember(self, visit: Visit, place: Mapping[str, Any], at: datetime) -> None:
        """Keep where a workplace is that nobody had planned, as a look into the registers would."""
        known = acts.workplaces.KnownWorkplace(
            id=visit.workplace, district=visit.district, sector=visit.sector, seen_on=visit.day,
            enterprise=place["enterprise"], name=place["name"],
            address=f"{place['street'] or ''} {place['house_number'] or ''}".strip(),
            refnis=place["refnis"], canton=place["canton"],
        )  # fmt: skip
        acts.workplaces.remember_workplaces(self.app.acting_as_flow("plan_week", at), [known])

    def _language(self, round_: BookRound, workplace: str, found: "_Found") -> str:
        """Return the team's language where the report may be drawn up in it, else one in which it may."""
        row = found.places[workplace]
        where = row["canton"] or row["refnis"]
        if where not in self._spoken:
            cache, offices = self.app.settings.cache, self.app.catalogue(round_.day).offices
            place = canton(where, cache=cache) if row["canton"] else municipality(where, round_.day)
            self._spoken[where] = competence(place, round_.day, offices=offices).report_languages
        allowed = self._spoken[where]
        return round_.language if round_.language in allowed else allowed[0]


def places_of(frame: pl.DataFrame) -> list[Place]:
    """Return where each workplace of a frame is."""
    rows = frame.select("workplace", "district", "sector", pl.coalesce("canton", "refnis"))
    return [Place(*row) for row in rows.iter_rows()]


@dataclass(frozen=True)
class _Found:
    """What is really at each workplace of a week's frame, and what the registers say of where it is."""

    odds: Mapping[str, Mapping[str, Any]]
    places: Mapping[str, Mapping[str, Any]]

    @cached_property
    def _by_stratum(self) -> Mapping[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for name, row in self.odds.items():
            found.setdefault((row["district"], row["sector"]), []).append(name)
        return found

    def beside(self, district: str, sector: str, drawn: float) -> str:
        """Return some workplace of a district and sector."""
        names = self._by_stratum[district, sector]
        return names[int(drawn * len(names))]


def _hours(met: Met) -> dict[str, float]:
    return {kind: round(float(met.rng.exponential(_HOURS)) + 0.2, 1) for kind in (POLICE, AUDITORATE)}
