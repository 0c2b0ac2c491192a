"""Instances of the published kinds, made from seeds by the published rules, in the published text formats.

They stand in for the files of Chao and of Solomon, which are not ours to hand out; whoever has those runs them with
`--instances`. Each is written as text and read by the reader of others' files, so that nothing is easier here.

TOP after Chao, Golden and Wasil (1996): seven sets of 21 to 102 points, two of them a square and a diamond around the
start in which the score rises outwards, the others scattered or in groups; two to four routes; a team's whole budget
divided by its number of routes. TOPTW after Solomon (1987) as used by Righini and Salani: 100 customers scattered (r),
in clusters (c) or half of each (rc); a short horizon (1) or a long one (2); window centres drawn where they can be met,
in clusters along a tour; the score is the demand.
"""

from collections.abc import Iterator, Sequence
from math import dist
from random import Random

from benchmarks.planning.files import parse_instance
from benchmarks.planning.problem import Problem

Spot = tuple[float, float]

SEED = 20_261_130
# set → points; the published sets 1 to 7
_CHAO = {1: 32, 2: 21, 3: 33, 4: 100, 5: 66, 6: 64, 7: 102}
# kind → (depot, horizon, service, demands)
_SOLOMON: dict[str, tuple[Spot, int, int, tuple[int, int, int]]] = {
    "r1": ((35, 35), 230, 10, (1, 41, 1)),
    "c1": ((40, 50), 1236, 90, (10, 50, 10)),
    "rc1": ((40, 50), 240, 10, (2, 40, 1)),
    "r2": ((35, 35), 1000, 10, (1, 41, 1)),
    "c2": ((40, 50), 3390, 90, (10, 50, 10)),
    "rc2": ((40, 50), 960, 10, (2, 40, 1)),
}
# name → (share of customers that have a window of their own, its width as a part of the horizon)
_WINDOWS = {"narrow": (1.0, 0.05), "wide": (0.75, 0.25)}


def names() -> list[str]:
    """Return the names of all 45 instances."""
    top = [f"p{number}.{routes}.{letter}" for number in _CHAO for routes, letter in ((2, "k"), (3, "m"), (4, "o"))]
    toptw = [
        f"{kind}-{width}-m{routes}"
        for at, kind in enumerate(_SOLOMON)
        for width, turn in (("narrow", at % 2), ("wide", 1 - at % 2))
        for routes in ((1 + turn, 3 + turn) if kind.endswith("1") else (1, 2))
    ]
    return top + toptw


def styled(name: str) -> Problem:
    """Return the instance of that name."""
    file, text, routes = written(name)
    problem = parse_instance(file, text, routes=routes)
    return Problem(**{**problem.__dict__, "name": name})


def written(name: str) -> tuple[str, str, int]:
    """Return (file name, text, routes) of an instance in its published format."""
    if name.startswith("p"):
        number, routes, letter = name[1:].split(".")
        return f"{name}.txt", _top(int(number), int(routes), letter), int(routes)
    kind, width, routes = name.split("-")
    return f"{kind}-{width}.txt", _toptw(kind, width), int(routes[1:])


def _random(name: str) -> Random:
    return Random(f"style {SEED} {name}")  # noqa: S311 (not for secrets)


def _top(number: int, routes: int, letter: str) -> str:
    random, points = _random(f"top {number}"), _CHAO[number]
    start, spots = _spots(random, number, points - 2)
    end = start if number in (5, 6) else (round(start[0] + random.uniform(-4, 4), 3), round(start[1] + 3.0, 3))
    reach = max(dist(start, spot) for spot, _ in spots)
    # letters go from a team that reaches little to one that reaches most points
    budget = reach * (2.2 + 0.35 * (ord(letter) - ord("a")))
    head = [f"n {points}", f"m {routes}", f"tmax {max(budget / routes, dist(start, end) + reach * 0.8):.1f}"]
    rows = [f"{x:.3f}\t{y:.3f}\t{score}" for (x, y), score in [(start, 0), *spots, (end, 0)]]
    return "\n".join([*head, *rows]) + "\n"


def _spots(random: Random, number: int, count: int) -> tuple[Spot, list[tuple[Spot, int]]]:
    """Return the start and the (point, score) of a set."""
    if number in (5, 6):
        side = 8
        step = 2.0
        grid = [((x - 3.5) * step, (y - 3.5) * step) for x in range(side) for y in range(side)]
        if number == 6:
            grid = [((x + y) / 2, (y - x) / 2) for x, y in grid]
        far = sorted(grid, key=lambda spot: (dist(spot, (0, 0)), spot))[-count:]
        return (0.0, 0.0), [(spot, 5 * (1 + int(dist(spot, (0, 0)) * 0.8)) // 5 * 5 or 5) for spot in sorted(far)]
    if number == 4:
        return (25.0, 25.0), [(_anywhere(random, 50), random.randint(1, 24)) for _ in range(count)]
    if number == 7:
        hearts = [_anywhere(random, 100) for _ in range(12)]
        return (50.0, 50.0), [(_near(random, random.choice(hearts), 7.0), random.randint(1, 30)) for _ in range(count)]
    return (10.0, 10.0), [(_anywhere(random, 20), 5 * random.randint(1, 8)) for _ in range(count)]


def _anywhere(random: Random, side: float) -> Spot:
    return round(random.uniform(0, side), 3), round(random.uniform(0, side), 3)


def _near(random: Random, heart: Spot, spread: float) -> Spot:
    return round(random.gauss(heart[0], spread), 3), round(random.gauss(heart[1], spread), 3)


def _toptw(kind: str, width: str) -> str:
    random = _random(f"toptw {kind} {width}")
    depot, horizon, service, (low, high, step) = _SOLOMON[kind]
    spots, tours = _customers(_random(f"toptw {kind}"), kind.rstrip("12"))
    centres = dict(_centres(random, depot, spots, tours, horizon, service))
    share, part = _WINDOWS[width]
    rows = [f"0 {depot[0]:.2f} {depot[1]:.2f} 0.00 0.00 0 0 0 {horizon}"]
    for number, (x, y) in enumerate(spots, 1):
        way = dist(depot, (x, y))
        first, last = int(way) + 1, int(horizon - way) - service - 1
        if random.random() < share:
            half = max(5.0, random.gauss(part, part / 6) * horizon / 2)
            centre = centres[number]
            first, last = max(first, int(centre - half)), min(last, int(centre + half))
        else:
            first = 0
        score = random.randrange(low, high + 1, step)
        rows.append(f"{number} {x:.2f} {y:.2f} {service:.2f} {score:.2f} 1 1 1 {first} {max(first, last)}")
    return "\n".join([f"1 4 {len(spots)} 1", "0 200", *rows]) + "\n"


def _customers(random: Random, layout: str) -> tuple[list[Spot], list[list[int]]]:
    """Return 100 points, and for those in clusters the numbers of each cluster."""
    scattered = {"r": 100, "rc": 50, "c": 0}[layout]
    spots = [(float(random.randint(0, 80)), float(random.randint(0, 80))) for _ in range(scattered)]
    tours: list[list[int]] = []
    for _ in range((100 - scattered) // 10):
        heart = (random.uniform(10, 80), random.uniform(10, 80))
        tours.append(list(range(len(spots) + 1, len(spots) + 11)))
        spots += [(float(round(random.gauss(heart[0], 3))), float(round(random.gauss(heart[1], 3)))) for _ in range(10)]
    return spots, tours


def _centres(
    random: Random, depot: Spot, spots: Sequence[Spot], tours: Sequence[list[int]], horizon: int, service: int
) -> Iterator[tuple[int, float]]:
    """Yield (customer, centre of its window): when a tour of its cluster comes by, or anywhere it can be met."""
    toured = {number for tour in tours for number in tour}
    for number, spot in enumerate(spots, 1):
        if number not in toured:
            way = dist(depot, spot)
            yield number, random.uniform(way, max(way, horizon - way - service))
    for tour in tours:
        left, here = list(tour), depot
        now = random.uniform(0, 0.15 * horizon)
        while left:
            number = min(left, key=lambda each: (dist(here, spots[each - 1]), each))
            left.remove(number)
            now += dist(here, spots[number - 1])
            latest = horizon - dist(depot, spots[number - 1]) - service
            yield number, min(now, latest)
            here, now = spots[number - 1], now + service
