"""What the map of a round is drawn from: whole numbers that come back as they were, and nothing without a visit."""

from itertools import accumulate

from inspection.acts.weeks.drawn_rounds import UNIT, line_of

LINE = [(5.57001, 50.63002), (5.57002, 50.63002), (5.58114, 50.61998), (5.4, 50.7)]


def test_a_line_comes_back_within_a_few_metres() -> None:
    """Points that fall together are one; the steps add up."""
    steps = line_of(LINE)
    lons, lats = list(accumulate(steps[0::2])), list(accumulate(steps[1::2]))
    back = [(lon / UNIT, lat / UNIT) for lon, lat in zip(lons, lats, strict=True)]
    assert len(back) == 3
    for (lon, lat), (wanted_lon, wanted_lat) in zip(back, [LINE[0], *LINE[2:]], strict=True):
        assert abs(lon - wanted_lon) <= 0.5 / UNIT
        assert abs(lat - wanted_lat) <= 0.5 / UNIT
