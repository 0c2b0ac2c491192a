"""How well signals tell the nationality of municipalities: out of sample, with an interval, from means alone."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from builders_targeting import catalogue

from inspection.errors import LearningFault
from inspection.targeting.evaluating import proxies_told, read_composition

RULES = catalogue().measuring
TABLE = catalogue().measured_tables["nationality_composition"]


def country(
    seed: int, told: float, towns: int = 80, each: int = RULES.least_group
) -> tuple[pl.DataFrame, dict[str, float]]:
    """Towns with a share of another nationality, and workplaces whose signal `a` follows it as much as `told` says."""
    chance = np.random.default_rng(seed)
    share = chance.beta(2, 12, towns)
    of = np.repeat(np.arange(towns), each)
    codes = [f"{10_000 + n}" for n in range(towns)]
    frame = pl.DataFrame(
        {
            "refnis": [codes[n] for n in of],
            "a": chance.normal(size=len(of)) + told * share[of],
            "b": chance.normal(size=len(of)),
        }
    )
    return frame, dict(zip(codes, share, strict=True))


def test_a_signal_that_stands_for_nationality_is_found_and_the_other_is_not():
    """The planted one first, for sure; together no worse; the other tells nothing that is sure."""
    frame, shares = country(1, told=8)
    found = proxies_told(frame, shares, signals=["b", "a"], rules=RULES)
    assert [one.signals for one in found.each] == [("a",), ("b",)]
    assert [one.is_sure for one in (*found.each, found.together)] == [True, False, True]
    assert found.each[0].r2.low < found.each[0].r2.value < found.each[0].r2.high
    assert found.each[0].r2.value > 0.75
    assert (found.municipalities, found.left_out) == (80, 0)


def test_signals_that_tell_nothing_are_seldom_said_to():
    """Forty countries without any tie, three figures each: at the level of the interval, few are sure."""
    told = [proxies_told(*country(seed, told=0), signals=["a", "b"], rules=RULES) for seed in range(40)]
    assert sum(one.is_sure for found in told for one in (*found.each, found.together)) <= 6


def test_whether_a_signal_is_missing_can_tell_too():
    """Missing in towns of many, and a constant where it is known."""
    frame, shares = country(2, told=0)
    many = [code for code, share in shares.items() if share > 0.15]
    frame = frame.with_columns(pl.when(pl.col("refnis").is_in(many)).then(None).otherwise(1.0).alias("a"))
    assert proxies_told(frame, shares, signals=["a"], rules=RULES).together.r2.low > 0.3


def test_small_municipalities_and_unknown_ones_are_left_out():
    """Too few workplaces behind a mean, or no line in the table; and with too few towns nothing is said."""
    frame, shares = country(3, told=0)
    known = dict(list(shares.items())[:70])
    small = pl.concat([frame, frame.head(5).with_columns(pl.lit("99999").alias("refnis"))])
    found = proxies_told(small, {**known, "99999": 0.5}, signals=["a"], rules=RULES)
    assert (found.municipalities, found.left_out) == (70, 11)
    assert proxies_told(frame, dict(list(shares.items())[:19]), signals=["a"], rules=RULES) is None


def test_the_table_is_read_by_its_own_columns(tmp_path: Path):
    """Shares of inhabitants; a municipality without any is left out."""
    file = tmp_path / "table.csv"
    file.write_text("refnis,inhabitants,other_nationality,more\n01234,200,50,x\n11002,100,0,y\n11003,0,0,z\n")
    assert read_composition(file, TABLE) == {"01234": 0.25, "11002": 0.0}


@pytest.mark.parametrize(
    "text",
    [
        "refnis,inhabitants\n11001,10\n",
        "refnis,inhabitants,other_nationality\n11001,10,11\n",
        "refnis,inhabitants,other_nationality\n11001,10,-1\n",
        "refnis,inhabitants,other_nationality\n11001,10,\n",
        "refnis,inhabitants,other_nationality\n11001,10,1\n11001,10,2\n",
        "refnis,inhabitants,other_nationality\n11001,many,1\n",
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, text: str):
    """Lacking columns, impossible numbers, a municipality twice."""
    file = tmp_path / "table.csv"
    file.write_text(text)
    with pytest.raises(LearningFault, match=r"LEARN-122"):
        read_composition(file, TABLE)
