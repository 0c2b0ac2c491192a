"""`vigie learn` on a table of elsewhere: no home, other words and numbers; the tutorial, on a part of its city."""

import json
import re
import shlex
from pathlib import Path

import pytest
from builders_flows import Said, command

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs/tutorial/a-city-of-your-own.md"
BRANCH = "hosteleria"


def lines_of_the_tutorial() -> list[list[str]]:
    """Every command of ours that it types."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", TUTORIAL.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    typed = [shlex.split(line) for block in blocks for line in block.splitlines()]
    return [words[1:] for words in typed if words[0].endswith("vigie")]


def shortened(city: Path) -> None:
    """Leave one branch and one window of the past: all that is done is done, in a second."""
    table, said = city / "inspecciones.csv", city / "inspecciones.yaml"
    rows = table.read_text("utf-8").splitlines()
    table.write_text("\n".join([rows[0], *(row for row in rows if f";{BRANCH};" in row)]), "utf-8")
    said.write_text(said.read_text("utf-8").replace("windows: 3", "windows: 1"), "utf-8")


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """Follow the tutorial; give its folder and what its last command printed."""
    place = tmp_path_factory.mktemp("elsewhere")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(place)
        generate, learn = lines_of_the_tutorial()
        command(place / "no-home", *generate)
        shortened(place / "city")
        return place, command(place / "no-home", *learn)


def test_the_tutorial_works_without_a_home(learnt: tuple[Path, Said]) -> None:
    """A card, what it means, what stands beside it; and no home was made."""
    place, said = learnt
    assert f"{BRANCH}: a card from" in said.out
    for told in ("points double the odds", "within an inspector", "Labels scrambled: AUC", "finds more than random"):
        assert told in said.out
    assert "CANNOT KNOW" not in said.out
    assert sorted(one.name for one in place.iterdir()) == ["city"]


def test_what_is_written_holds_the_card_and_nobody(learnt: tuple[Path, Said]) -> None:
    """The author's steps are kept, a part of one reads as per cent, what may only rise rises; no key of anybody."""
    place, _ = learnt
    text = (place / "city/learnt.json").read_text("utf-8")
    (sector,) = json.loads(text)["sectors"]
    signals = sector["card"]["signals"]
    assert {"missing", "0", "1", "3", "6"} >= set(signals["meses_de_deuda"]["bins"])
    late = [(float(start), step) for start, step in signals["contratos_tardios"]["bins"].items() if start != "missing"]
    points = [step["points"] for _, step in sorted(late, key=lambda one: one[0])]
    assert points == sorted(points)
    assert all("%" in step["label"] for _, step in late)
    assert sector["evidence"]["challenger"]
    assert sector["evidence"]["backtest_precision_over_random"] > 0
    assert not re.search(r"T\d{5}|\bI\d+\b", text)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("subject: taller", "subject: firma", "LEARN-001"),
        ('decimal: ","', 'decimal: "."', "LEARN-023"),
        ("no: [no]", "no: [nunca]", "LEARN-023"),
        ('days: "%d/%m/%Y"', 'days: "%Y-%m-%d"', "LEARN-023"),
        ("objective: any", "objective: serious", "LEARN-006"),
        ("way: falls", "way: down", "LEARN-021"),
        ("  most_points: 15\n", "", "LEARN-021"),
        ("day: ", "day: [", "LEARN-020"),
    ],
)
def test_what_is_wrong_is_said_with_a_code_and_no_cell(
    learnt: tuple[Path, Said], tmp_path: Path, before: str, after: str, code: str
) -> None:
    """Each configuration has one thing wrong; the message names a column or a line, never what stands in the table."""
    city = learnt[0] / "city"
    text = (city / "inspecciones.yaml").read_text("utf-8")
    assert before in text
    (tmp_path / "wrong.yaml").write_text(text.replace(before, after), "utf-8")
    args = ("--history", str(city / "inspecciones.csv"), "--config", str(tmp_path / "wrong.yaml"))
    said = command(tmp_path / "no-home", "learn", *args, expected=2)
    assert code in said.err
    assert not re.search(r"T\d{5}", said.out + said.err)


def test_too_short_a_table_gives_no_card_and_says_why(learnt: tuple[Path, Said], tmp_path: Path) -> None:
    """Two hundred rows: the reason, and no figure."""
    city = learnt[0] / "city"
    rows = (city / "inspecciones.csv").read_text("utf-8").splitlines()
    (tmp_path / "short.csv").write_text("\n".join(rows[:200]), "utf-8")
    args = ("--history", str(tmp_path / "short.csv"), "--config", str(city / "inspecciones.yaml"), "--json")
    (sector,) = json.loads(command(tmp_path / "no-home", "learn", *args).out)["sectors"]
    assert "Too little was controlled" in sector["why"]
    assert "card" not in sector


def test_both_files_are_asked_for_and_nothing_is_written_over(learnt: tuple[Path, Said], tmp_path: Path) -> None:
    """One of two is no answer; a file that is there stays as it is."""
    city = learnt[0] / "city"
    assert "LEARN-024" in command(tmp_path, "learn", "--history", str(city / "inspecciones.csv"), expected=2).err
    assert "LEARN-025" in command(tmp_path, "learn", "--generate", str(city), expected=2).err
    both = ("--history", str(city / "inspecciones.csv"), "--config", str(city / "inspecciones.yaml"))
    assert "LEARN-025" in command(tmp_path, "learn", *both, "--out", str(city / "learnt.json"), expected=2).err
    missing = ("--history", str(tmp_path / "none.csv"), "--config", str(city / "inspecciones.yaml"))
    assert "LEARN-022" in command(tmp_path, "learn", *missing, expected=2).err
