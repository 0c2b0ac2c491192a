"""The command `vigie figures`: what each counts, what it is, what others hold; and its page of reference."""

import shutil
from pathlib import Path

from builders_flows import As, canaries, vigie

from inspection.reporting.figures import FIGURES, OTHERS, figure_reference

BY = "supervisor-leuven"
PERIOD = ("--first", "2020-01-01", "--last", "2030-12-31")
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "figures.md"


def test_the_page_of_reference_is_what_the_figures_say() -> None:
    """Write it again with `vigie figures list --markdown > docs/reference/figures.md`."""
    assert PAGE.read_text(encoding="utf-8") == figure_reference()


def test_every_figure_is_listed_with_its_definition(ready_home: Path) -> None:
    """In the language that was asked for, as text and as JSON."""
    said = vigie(ready_home, "figures", "list", "--json").value
    assert [one["id"] for one in said["ours"]] == list(FIGURES)
    assert [one["id"] for one in said["others"]] == list(OTHERS)
    assert "Chaque contrôle enregistré" in vigie(ready_home, "figures", "list", "--lang", "fr").out
    assert "REFER-964" in vigie(ready_home, "figures", "list", "--lang", "it", expected=2).err


def test_figures_are_shown_without_anybody_in_them(past_home: Path) -> None:
    """Each figure, cut by all that it has: counts of the past controls and not one name of theirs."""
    made = vigie(past_home, "figures", "show", "controls", As(BY), *PERIOD, "--cut", "district", "--json").value
    assert made["total"] == sum(n for *_, n in made["counts"]) > 0
    told = ""
    for figure in FIGURES.values():
        cut = [part for name in figure.dimensions for part in ("--cut", name)]
        told += vigie(past_home, "figures", "show", figure.id, As(BY), *PERIOD, *cut).out
        told += vigie(past_home, "figures", "show", figure.id, As(BY), *PERIOD, "--json").out
    assert not [canary for canary in canaries(past_home) if canary in told]
    wrong = vigie(past_home, "figures", "show", "controls", As(BY), *PERIOD, "--cut", "sex", expected=2)
    assert "REFER-961" in wrong.err


def test_others_figures_are_taken_over_or_not_held(ready_home: Path, tmp_path: Path) -> None:
    """Until somebody gives them, every one says so."""
    home = tmp_path / "home"
    shutil.copytree(ready_home, home)
    assert vigie(home, "figures", "imported", As(BY), *PERIOD).out.count("not held") == len(OTHERS)
    file = tmp_path / "others.csv"
    file.write_text("figure,source,first,last,count\nconvicted,College 2026,2025-01-01,2025-12-31,9\n")
    assert "1 lines" in vigie(home, "figures", "import", str(file), As(BY)).out
    (one,) = vigie(home, "figures", "imported", As(BY), *PERIOD, "--json").value
    assert (one["line"]["n"], one["imported_by"]) == (9, BY)
    assert "REFER-970" in vigie(home, "figures", "import", str(file) + "x", As(BY), expected=2).err


def test_a_release_is_proposed_from_a_figure(past_home: Path) -> None:
    """The command counts it; a file and a figure at once is neither."""
    line = ("release", "propose", As(BY), "--figure", "controls")
    made = vigie(past_home, *line, "--cut", "sector", *PERIOD, "--json").value
    assert made["table"]["figure"] == "controls"
    assert "REFER-966" in vigie(past_home, *line, expected=2).err
    assert "REFER-966" in vigie(past_home, *line, "file.json", expected=2).err


def test_the_table_of_a_reader_is_printed_and_written(past_home: Path, tmp_path: Path) -> None:
    """Exact for the office and marked so, from releases otherwise; a workbook beside it."""
    line = (As(BY), "--year", "2026")
    said = vigie(past_home, "report", "eu", *line, "--exact", "--lang", "nl", "--xlsx", str(tmp_path / "eu.xlsx")).out
    assert said.startswith("INTERN")
    assert "niet in bezit" in said
    assert (tmp_path / "eu.xlsx").read_bytes().startswith(b"PK")
    made = vigie(past_home, "report", "table", "myria", *line, "--json").value
    assert {cell["told"] for cell in made["cells"]} == {"not_released", "not_held"}
    assert "REFER-964" in vigie(past_home, "report", "eu", *line, "--lang", "it", expected=2).err
