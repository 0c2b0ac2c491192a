"""Builders for released figures: sparse tables as Belgian counts are, and a reader who attacks them with a solver."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from inspection.reporting.disclosure import CountTable, Dimension, DisclosureRule, Issue, protect

FACETS = ("district", "form", "period", "sex")
SIZES = {"district": 8, "form": 5, "period": 4, "sex": 3}
SHAPES = (("district", "form"), ("form", "period"), ("district", "form", "sex"), ("form", "period", "sex"))
PARTNERS = DisclosureRule(threshold=5, base=5, least_values=3)
PUBLIC = DisclosureRule(threshold=10, base=5, least_values=3)
RULES = {"partners": PARTNERS, "public": PUBLIC}


def atoms_of(facet: str) -> list[str]:
    """The finest values of a facet."""
    return [f"{facet}-{n}" for n in range(SIZES[facet])]


def some_cases(seed: int, cases: int = 300) -> dict[tuple[str, ...], int]:
    """A year of cases: few districts and forms hold most of them."""
    dice = random.Random(seed)
    weights = {facet: [dice.paretovariate(1.0) for _ in atoms_of(facet)] for facet in FACETS}
    counts: dict[tuple[str, ...], int] = {}
    for _ in range(cases):
        case = tuple(dice.choices(atoms_of(facet), weights[facet])[0] for facet in FACETS)
        counts[case] = counts.get(case, 0) + 1
    return counts


def a_dimension(facet: str, only: Iterable[str] | None = None, *, grouped: bool = False) -> Dimension:
    """A dimension with one category an atom; grouped, its first half and the rest get margins."""
    atoms = list(only) if only is not None else atoms_of(facet)
    half = len(atoms) // 2
    groups = (("first", tuple(atoms[:half])), ("rest", tuple(atoms[half:]))) if grouped and half else ()
    return Dimension(facet, tuple((atom, frozenset({atom})) for atom in atoms), groups)


def a_table(
    counts: Mapping[tuple[str, ...], int],
    shown: Iterable[str] = ("district", "form"),
    *,
    scope: Mapping[str, Iterable[str]] | None = None,
    grouped: bool = False,
    impossible: Iterable[tuple[str, ...]] = (),
) -> CountTable:
    """A table of these cases; what lies outside its scope is left out."""
    reach = {facet: frozenset(atoms) for facet, atoms in (scope or {}).items()}
    inside = {
        case: n
        for case, n in counts.items()
        if all(atom in reach[facet] for facet, atom in zip(FACETS, case, strict=True) if facet in reach)
    }
    dimensions = tuple(a_dimension(f, sorted(reach[f]) if f in reach else None, grouped=grouped) for f in shown)
    kept = tuple((facet, atoms) for facet, atoms in sorted(reach.items()) if facet not in shown)
    return CountTable("victims", dimensions, FACETS, inside, kept, frozenset(impossible))


def a_generated_table(seed: int, cases: int | None = None) -> CountTable:
    """A table of a shape, with or without groups and impossible cells, as its seed says."""
    shown, grouped = SHAPES[seed // 2 % len(SHAPES)], seed % 3 == 0
    counts = some_cases(seed, cases or 100 + 100 * (seed % 4))
    bare = a_table(counts, shown, grouped=grouped)
    empty = [bare.node(tuple(int(n) for n in at)) for at in np.argwhere(bare.cells == 0)]
    return a_table(counts, shown, grouped=grouped, impossible=empty[:2] if seed % 5 == 0 else ())


def an_issue(table: CountTable, audience: str = "partners", name: str = "R", **told: Any) -> Issue:
    """A table as it would be released."""
    return Issue(name, audience, table, protect(table, RULES[audience], **told))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Target:
    """A sum of cases that nobody may work out, by the columns that it adds up (and takes away)."""

    name: str
    row: np.ndarray
    true: int


class Reader:
    """Somebody with a solver: unknown whole counts, and what is known of their sums."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.rows: list[tuple[np.ndarray, float, float]] = []

    def learn(self, row: np.ndarray, low: float, high: float) -> None:
        """Take in that a sum lies between two numbers."""
        self.rows.append((row, low, high))

    def recovered(self, targets: list[Target], seed: int = 0) -> list[Target]:
        """Return the targets for which only one whole number is left; a contradiction is an error of the test."""
        model = self._model()
        dice = np.random.default_rng(seed)
        low = np.full(len(targets), np.inf)
        high = np.full(len(targets), -np.inf)
        rows = np.array([t.row for t in targets])

        def look(cost: np.ndarray, sense: Any) -> float:
            model.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), cost)
            model.changeObjectiveSense(sense)
            model.run()
            assert model.getModelStatus() in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnbounded)
            found = rows @ np.array(model.getSolution().col_value)
            np.minimum(low, found, out=low)
            np.maximum(high, found, out=high)
            return float(model.getInfo().objective_function_value)

        def left() -> np.ndarray:
            return np.flatnonzero(np.floor(high + 1e-6) <= np.ceil(low - 1e-6))

        for _ in range(6):  # random directions clear most targets, one program each for the rest
            if not left().size:
                return []
            weights = dice.normal(size=len(targets))
            for sense in (highspy.ObjSense.kMaximize, highspy.ObjSense.kMinimize):
                look(weights[left()] @ rows[left()], sense)
        exact = []
        for n in left():
            look(rows[n], highspy.ObjSense.kMaximize)
            look(rows[n], highspy.ObjSense.kMinimize)
            if np.floor(high[n] + 1e-6) <= np.ceil(low[n] - 1e-6):
                exact.append(targets[n])
        return exact

    def _model(self) -> Any:
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self.columns, len(self.rows)
        program.col_cost_ = np.zeros(self.columns)
        program.col_lower_ = np.zeros(self.columns)
        program.col_upper_ = np.full(self.columns, 100_000.0)
        program.row_lower_ = np.array([low for _, low, _ in self.rows], dtype=float)
        program.row_upper_ = np.array([high for _, _, high in self.rows], dtype=float)
        at = [np.flatnonzero(row) for row, _, _ in self.rows]
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.cumsum([0, *map(len, at)])
        program.a_matrix_.index_ = np.concatenate(at) if at else np.zeros(0)
        program.a_matrix_.value_ = np.concatenate([r[i] for (r, _, _), i in zip(self.rows, at, strict=True)])
        model = highspy.Highs()
        model.setOptionValue("output_flag", False)
        model.setOptionValue("threads", 1)
        model.passModel(program)
        return model


class Universe:
    """The unknowns of several releases: one a combination of atoms of the facets by which any of them is cut."""

    def __init__(self, tables: Iterable[CountTable]) -> None:
        tables = list(tables)
        used = {n for t in tables for n in (*(d.name for d in t.dimensions), *dict(t.scope))}
        self.facets = [facet for facet in FACETS if facet in used]
        self.size = int(np.prod([SIZES[facet] for facet in self.facets]))

    def row(self, table: CountTable, node: tuple[str, ...]) -> np.ndarray:
        """Return which unknowns a node of a table adds up."""
        own = {d.name: d.nodes[n] for d, n in zip(table.dimensions, table.position(node), strict=True)}
        own |= dict(table.scope)
        row = np.ones(1)
        for facet in self.facets:
            row = np.outer(row, [float(facet not in own or atom in own[facet]) for atom in atoms_of(facet)]).ravel()
        return row

    def true(self, counts: Mapping[tuple[str, ...], int]) -> np.ndarray:
        """Return the true count of each unknown."""
        cells = np.zeros([SIZES[facet] for facet in self.facets])
        at = [FACETS.index(facet) for facet in self.facets]
        for case, n in counts.items():
            cells[tuple(atoms_of(FACETS[place]).index(case[place]) for place in at)] += n
        return cells.ravel()


def learn_release(reader: Reader, universe: Universe, issue: Issue, *, exact: bool) -> list[Target]:
    """Let a reader read a release, rounded as it is or as if exact; returns what it hides."""
    table, hidden, counts = issue.table, [], universe.true(issue.table.counts)
    for cell in issue.protected.cells:
        row = universe.row(table, cell.labels)
        true = int(row @ counts)
        if cell.kind == "impossible":
            reader.learn(row, 0, 0)
        elif cell.kind == "hidden":
            hidden.append(Target(" × ".join(cell.labels), row, true))
        elif exact:
            reader.learn(row, true, true)
        else:
            half = issue.protected.base // 2
            reader.learn(row, (cell.count or 0) - half, (cell.count or 0) + half)
    return hidden
