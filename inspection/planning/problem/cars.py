"""Which team takes which car on a day: a team that has no seat for everybody does not go out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rider:
    """A team that works on a day, with how many go out."""

    team: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Car:
    """A car that is there on a day: its seats, and the team that usually takes it."""

    id: str
    seats: int
    team: str | None = None


def deal_cars(riders: Iterable[Rider], cars: Sequence[Car]) -> dict[str, tuple[str, ...]]:
    """Return the cars that each team takes, in order; a team that gets none stands in no key.

    First each team has its own, so that people know where their things are. Then the smallest teams choose, each the
    smallest car that seats it: this sends out as many teams as the cars allow. A team that no single car seats takes
    several, the largest first, once everybody else has one.

    Arguments: `riders` and `cars` of one place and one day.
    """
    free = sorted(cars, key=lambda one: (one.seats, one.id))
    waiting: list[Rider] = []
    taken: dict[str, tuple[str, ...]] = {}
    for rider in sorted(riders, key=lambda one: (one.size, one.team)):
        own = _enough([one for one in free if one.team == rider.team], rider.size)
        _take(rider, own, free, taken) if own else waiting.append(rider)
    for rider in [*waiting]:
        single = next((one for one in free if one.seats >= rider.size), None)
        if single is not None:
            _take(rider, [single], free, taken)
            waiting.remove(rider)
    for rider in waiting:
        _take(rider, _enough(free, rider.size), free, taken)
    return taken


def _enough(cars: Sequence[Car], size: int) -> list[Car]:
    """Return the fewest of the largest cars that seat so many; none where all together do not."""
    found: list[Car] = []
    for one in sorted(cars, key=lambda car: -car.seats):
        if sum(car.seats for car in found) >= size:
            break
        found.append(one)
    return found if sum(car.seats for car in found) >= size else []


def _take(rider: Rider, cars: Sequence[Car], free: list[Car], taken: dict[str, tuple[str, ...]]) -> None:
    if not cars:
        return
    taken[rider.team] = tuple(sorted(one.id for one in cars))
    for one in cars:
        free.remove(one)
