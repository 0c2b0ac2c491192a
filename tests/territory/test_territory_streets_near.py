"""The streets round a point: only those near it, the nearest first, each along its doors."""

import polars as pl

from inspection.territory.addresses import streets_near

HERE = (5.57, 50.63)
DOORS = [("Rue du Modèle", "Modelstraat", 5.570 + n / 10_000, 50.6305 + n / 20_000) for n in (3, 0, 2, 1, 4)]
FAR = [("Rue Lointaine", None, 5.80, 50.70), ("Rue Lointaine", None, 5.801, 50.70)]
NEXT = [(None, "Kaai", 5.5712, 50.632), (None, "Kaai", 5.5716, 50.632), ("Impasse", None, 5.57, 50.6301)]


def register(rows: list[tuple[str | None, str | None, float, float]]) -> pl.LazyFrame:
    """An address register of some doors."""
    columns = ["street_fr", "street_nl", "lon", "lat"]
    more = {"street_de": pl.lit(None, pl.String), "municipality_refnis": pl.lit("62063")}
    return pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None).with_columns(**more).lazy()


def test_only_what_is_near_is_drawn_the_nearest_first() -> None:
    """A street of one door has no direction; a name in one language stands for both."""
    found = streets_near(register([*NEXT, *FAR, *DOORS]), [HERE], 350.0, 5)
    assert [(one.name_fr, one.name_nl) for one in found] == [("Rue du Modèle", "Modelstraat"), ("Kaai", "Kaai")]
    assert [one.name_fr for one in streets_near(register([*NEXT, *DOORS]), [HERE], 350.0, 1)] == ["Rue du Modèle"]


def test_a_line_runs_along_its_doors() -> None:
    """From one end to the other, in whatever order the register has them."""
    (street,) = streets_near(register(DOORS), [HERE], 350.0, 5)
    assert sorted(street.line) in (list(street.line), list(reversed(street.line)))
    assert len(street.line) == len(DOORS)


def test_nowhere_there_are_no_streets() -> None:
    """Without a visit nothing of the register is read."""
    assert streets_near(register(DOORS), [], 350.0, 5) == ()
