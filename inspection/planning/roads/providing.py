"""Travel times by road for a whole plan: from the server, or, if anything is wrong with it, all by the great circle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from inspection.planning.problem import Coefficients, GreatCircle, Point, TravelTimes
from inspection.planning.roads.asking import RoadFault
from inspection.planning.roads.disk_cache import DiskCache
from inspection.planning.roads.osrm import Osrm
from inspection.planning.roads.servers import Edition, RoadServer
from inspection.planning.roads.tables import Floats, Table, blocks, keys_of, points_of
from inspection.planning.roads.valhalla import Valhalla
from inspection.road_settings import RoadSettings

SERVERS: dict[str, type[Osrm] | type[Valhalla]] = {"osrm": Osrm, "valhalla": Valhalla}


@dataclass(eq=False)
class SettledTimes:
    """Minutes between places that the server was asked about before: plain values, to be handed to another process."""

    name: str
    version: str
    table: Table
    access_minutes: float
    decimals: int

    def minutes(self, points: list[Point], depart: float | None = None) -> Floats:  # noqa: ARG002 (protocol)
        """Return the (n, n) minutes from row to column; a point is 0 minutes from itself."""
        at, known = self.table.places(keys_of(points, self.decimals))
        if not known.all():
            raise RoadFault("PLAN-134", unasked=(~known).sum(), points=len(points), provider=self.name)
        minutes = self.table.seconds[np.ix_(at, at)]
        minutes /= 60
        minutes += self.access_minutes
        np.fill_diagonal(minutes, 0.0)
        return minutes


class RoadTimes:
    """Travel minutes from a road server, its map's edition in `version`.

    Who takes part in a plan is decided once. If the first question fails, the great circle answers it and every later
    one, and `name` and `version` say so; if a later one fails, that is a fault, since a plan never mixes two providers.
    `strict` makes the first failure a fault too.
    """

    def __init__(self, settings: RoadSettings, rules: Coefficients, on: date, cache: Path | None = None) -> None:
        self.name, self.version = settings.provider, "not asked yet"
        self._settings, self._rules, self._on = settings, rules, on
        self._folder = cache / "roads" if cache else None
        self._server: RoadServer = SERVERS[settings.provider](settings)
        self._instead: GreatCircle | None = None
        self._is_given = False
        self._edition: Edition | None = None
        self._keeping: DiskCache | None = None
        self._known: list[Table] = []
        self._notices: list[RoadFault] = []

    @property
    def notices(self) -> tuple[RoadFault, ...]:
        """What whoever runs this should hear: why the great circle was taken, which kept file was damaged."""
        return (*self._notices, *(self._keeping.notices if self._keeping else ()))

    def minutes(self, points: list[Point], depart: float | None = None) -> Floats:
        """Return the (n, n) minutes from row to column.

        Errors: RoadFault PLAN-130 to PLAN-144 where the great circle may not be taken instead.
        """
        return self.settle({"": points})[""].minutes(points, depart)

    def settle(self, places: Mapping[str, Sequence[Point]]) -> dict[str, TravelTimes]:
        """Return the travel times of every part of a plan, all by the same provider."""
        if self._instead is None:
            try:
                settled: dict[str, TravelTimes] = {part: self._settled(points) for part, points in places.items()}
            except RoadFault as why:
                if self._settings.strict or self._is_given:
                    raise
                self._instead = self._give_up(why)
            else:
                self._is_given = True
                return settled
        return dict.fromkeys(places, self._instead)

    def _give_up(self, why: RoadFault) -> GreatCircle:
        circle = GreatCircle(self._rules)
        circle.version += f", instead of {self._settings.provider} ({why.code})"
        self.name, self.version = circle.name, circle.version
        self._notices.append(why.with_more("the great circle was taken for the whole plan instead"))
        return circle

    def _settled(self, points: Sequence[Point]) -> SettledTimes:
        kept = self._meet()
        table = Table.empty(np.unique(keys_of(points, self._settings.decimals)))
        self._remember(table, kept)
        if table.missing.any():
            self._ask(table)
            self._known.append(table)
            if self._edition and self._edition.is_known:
                kept.keep(table)
        access = self._rules.access_minutes
        return SettledTimes(self.name, self.version, table, access, self._settings.decimals)

    def _meet(self) -> DiskCache:
        """Learn which server and map it is, once; what is kept on disk of another edition is not looked at."""
        if self._keeping is None:
            chosen, self._edition = self._settings, edition_of(self._settings, self._on)
            edition, access = self._edition.version, f"{self._rules.access_minutes:g} min access"
            self.version = f"{edition} ({chosen.profile}, {access})"
            of_all = f"{chosen.provider} {chosen.url} {chosen.profile} {chosen.decimals} {edition}"
            self._keeping = DiskCache(self._folder, of_all, chosen.cache_mb * 1_000_000)
        return self._keeping

    def _remember(self, table: Table, kept: DiskCache) -> None:
        for known in self._known:
            table.take(known)
        if table.missing.any():
            for known in kept.tables(table.keys):
                self._known.append(known)
                table.take(known)
                if not table.missing.any():
                    return

    def _ask(self, table: Table) -> None:
        """Ask for all that is missing, and see that the map was not exchanged meanwhile."""
        places = points_of(table.keys, self._settings.decimals)
        for rows, columns in blocks(table.missing, self._settings.block):
            answer = self._server.seconds([places[r] for r in rows], [places[c] for c in columns])
            table.seconds[np.ix_(rows, columns)] = answer
        np.fill_diagonal(table.seconds, 0.0)
        if self._server.edition() != self._edition:
            raise RoadFault("PLAN-142", provider=self._settings.provider, url=self._settings.url)


def travel_times(settings: RoadSettings, rules: Coefficients, on: date, cache: Path | None = None) -> TravelTimes:
    """Return the travel times that the settings ask for; a server is asked only when minutes are.

    rules
        Coefficients of the great circle (`catalogue.travel`); the access time is added to the server's minutes too.
    on
        The day, from which a map's age is counted.
    cache
        Where answers may be kept (`settings.cache`); None keeps them in memory only.
    """
    if settings.provider == "great-circle":
        return GreatCircle(rules)
    return RoadTimes(settings, rules, on, cache)


def settle(travel: TravelTimes, places: Mapping[str, Sequence[Point]]) -> dict[str, TravelTimes]:
    """Return, for each part of a plan, the travel times by which it is planned, all by the same provider.

    A server is asked here, for all parts, before the first is planned: so no part is planned by road and another by the
    great circle, and the processes that plan the parts need no server.
    """
    return travel.settle(places) if isinstance(travel, RoadTimes) else dict.fromkeys(places, travel)


def notices_of(travel: TravelTimes) -> tuple[RoadFault, ...]:
    """Return what whoever runs a plan should hear about its travel times."""
    return travel.notices if isinstance(travel, RoadTimes) else ()


def edition_of(settings: RoadSettings, on: date) -> Edition:
    """Ask a server which map it has, and refuse one that is too old.

    Errors: RoadFault PLAN-130 to PLAN-133, PLAN-136; PLAN-135 an old map.
    """
    edition = SERVERS[settings.provider](settings).edition()
    if edition.map_day is not None and (on - edition.map_day).days > settings.map_days:
        raise RoadFault(
            "PLAN-135",
            provider=settings.provider,
            url=settings.url,
            map_day=edition.map_day,
            map_days=settings.map_days,
        )
    return edition
