"""The commands `vigie measures` and `vigie initiatives`: noted, changed, listed, as text and as JSON."""

import shutil
from pathlib import Path

import pytest
from builders_flows import As, vigie

BY = "supervisor-leuven"


@pytest.fixture
def home(ready_home: Path, tmp_path: Path) -> Path:
    """A home of one's own, with its people."""
    return Path(shutil.copytree(ready_home, tmp_path / "home"))


def test_a_measure_is_noted_changed_and_listed(home: Path) -> None:
    """What is late stands first and says so; what ended is listed on demand."""
    asked = ("--kind", "decision", "--owner", "spc-dsb", "--fr", "Publier le rapport", As(BY))
    late = vigie(home, "measures", "add", "--decided-on", "2026-01-12", "--due", "2026-02-01", *asked, "--json").value[
        "reference"
    ]
    other = vigie(home, "measures", "add", "--decided-on", "2026-01-12", *asked).out
    assert other.startswith("MES-")
    assert "open, owed by spc-dsb" in other
    (first, second) = vigie(home, "measures", "list", As(BY), "--json").value
    assert first["reference"] == late
    assert "late" in vigie(home, "measures", "list", As(BY)).out
    done = ("measures", "update", second["reference"], "--state", "done", As(BY))
    assert "REFER-949" in vigie(home, *done, expected=2).err
    assert "done" in vigie(home, *done, "--evidence", "Published").out
    assert len(vigie(home, "measures", "list", As(BY), "--json").value) == 1
    assert len(vigie(home, "measures", "list", "--all", As(BY), "--json").value) == 2


def test_an_initiative_is_noted_with_its_figures_and_listed_by_period(home: Path) -> None:
    """A figure is words and a number; another shape is refused."""
    line = ("initiatives", "add", "--department", "fps-fa", "--kind", "campaign", "--day", "2026-03-02")
    line += ("--source", "press release", "--en", "Leaflets in consulates", As(BY))
    assert "REFER-955" in vigie(home, *line, "--figure", "many", expected=2).err
    made = vigie(home, *line, "--until", "2026-03-20", "--figure", "leaflets=2000", "--json").value
    assert made["figures"] == [["leaflets", 2000]]
    assert "2026-03-02 to 2026-03-20" in vigie(home, "initiatives", "list", As(BY)).out
    assert vigie(home, "initiatives", "list", "--since", "2026-04-01", As(BY), "--json").value == []
