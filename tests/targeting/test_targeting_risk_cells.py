"""The sums of an assessment over the cells of a map."""

import polars as pl

from inspection.targeting.assessing import risk_cells


def test_cells_add_up() -> None:
    """No workplace is lost or counted twice; those without a place are left out."""
    frame = pl.DataFrame(
        {
            "lon": [5.57, 5.5701, 4.86, None],
            "lat": [50.63, 50.6301, 50.46, None],
            "points": [4, 8, 1, 9],
            "sector": ["restaurants"] * 4,
            "place": [2, 1, 12, 1],
            "place_of": [20, 20, 20, 20],
            "municipality": ["Liège", "Liège", "Namur", "X"],
            "district": ["liege", "liege", "namur", "namur"],
            "quality": ["exact", "canton", "exact", "street"],
        }
    )
    summed = risk_cells(frame, 6)
    assert summed.select("workplaces", "mean_points", "leading").rows() == [(2, 6.0, 2), (1, 1.0, 0)]
    assert summed["municipality"].to_list() == ["Liège", "Namur"]
