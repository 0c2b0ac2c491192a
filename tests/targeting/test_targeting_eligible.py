"""The frame that learning keeps holds everybody who was eligible, with numbers and nothing of who or where."""

from datetime import date

import polars as pl
import pytest
from builders_targeting import catalogue, policy

from inspection.targeting.assessing import assess_all, measure
from inspection.targeting.choosing import ELIGIBLE, eligible_frames, frame_hash, select
from inspection.targeting.frame import FRAME, establish

ON = date(2026, 11, 26)


@pytest.fixture
def week(synthetic_lake, polygons):
    """A country assessed and selected from."""
    established = establish(synthetic_lake, catalogue(), ON, cache=polygons)
    done = assess_all(measure(established, synthetic_lake, catalogue(), ON), catalogue())
    room = dict.fromkeys(done.frame["district"].unique().sort(), 20)
    return done, select(done, [], room, policy(), 1)


def test_all_who_were_eligible_are_there_once(week):
    """By district, those who were drawn with their chance, signals as they were measured; others stay out."""
    done, selection = week
    districts = sorted(done.frame["district"].unique())
    frames = eligible_frames(done, selection, catalogue(), districts)
    assert sum(frame.height for frame in frames.values()) == done.frame.height
    whole = pl.concat(frames.values()).sort("workplace")
    assert whole["workplace"].to_list() == done.frame["workplace"].to_list()
    assert whole["points"].to_list() == done.frame["points"].to_list()
    drawn = {one.workplace: one.inclusion_probability for one in selection.arm("random")}
    assert dict(whole.filter("drawn").select("workplace", "inclusion").iter_rows()) == drawn
    assert (whole["inclusion"] > 0).all()
    assert list(eligible_frames(done, selection, catalogue(), districts[:1])) == districts[:1]


def test_nothing_tells_who_or_where(week):
    """The id, the sector, what the card gave, two groups for fairness, and numbers; no name, place or enterprise."""
    done, selection = week
    frame = next(iter(eligible_frames(done, selection, catalogue(), done.frame["district"].unique()).values()))
    assert set(frame.columns) == {*ELIGIBLE, *catalogue().signals}
    assert set(frame.columns) & set(FRAME) == {"workplace", "sector", "is_legal_person"}
    assert {frame.schema[key] for key in catalogue().signals} == {pl.Float32}


def test_signals_of_an_enterprise_that_may_be_a_person_are_missing(week):
    """Also where the card in force, which people wrote, counted them."""
    done, selection = week
    frames = eligible_frames(done, selection, catalogue(), done.frame["district"].unique())
    whole = pl.concat(frames.values()).filter(~pl.col("is_legal_person"))
    assert whole.height > 0
    assert whole["enterprise_age_years"].null_count() == whole.height
    assert whole["establishment_age_years"].null_count() < whole.height
    known = done.frame.filter(~pl.col("is_legal_person"))
    assert known["enterprise_age_years"].null_count() < known.height


def test_the_hash_of_a_frame_is_that_of_its_selection(week):
    """In whatever order the rows come: by it a frame that is made again is proven to be the same."""
    done, selection = week
    rows = done.frame.select("workplace", "district", "sector")
    assert frame_hash(rows) == frame_hash(rows.reverse()) == selection.frame_sha256
    assert frame_hash(rows.head(rows.height - 1)) != selection.frame_sha256
