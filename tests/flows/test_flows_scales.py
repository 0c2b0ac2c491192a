"""The how-to of wage scales is done by following it, with the file that it shows."""

import re
import shlex
import shutil
from pathlib import Path

from builders_flows import As, command, vigie

PAGE = (Path(__file__).parents[2] / "docs/how-to/import-wage-scales.md").read_text(encoding="utf-8")


def test_the_how_to_works_from_the_file_to_the_way_back(ready_home: Path, tmp_path: Path) -> None:
    """Each of its commands, in its order; the id that import prints stands for $FILE."""
    home = Path(shutil.copytree(ready_home, tmp_path / "home"))
    (csv,) = re.findall(r"^```csv\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    file = tmp_path / "scales.csv"
    file.write_text(csv, encoding="utf-8")
    said: list[str] = []
    id_ = ""
    for line in "".join(re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)).splitlines():
        words = shlex.split(line.replace("$FILE", id_).replace("scales.csv", str(file)))
        done = command(home, *words[1:])
        said += [] if words[1] == "login" else [done.out]
        id_ = id_ or "".join(said).split(":")[0]
    imported, listed, approved, every, young, missing, withdrawn = said
    assert "imported; 3 rows of 1 scales" in imported
    assert id_ in listed
    assert "scale missing" in listed
    assert "approved" in approved
    assert [amount in every for amount in ("12.2575", "10.5000")] == [True, True]
    assert [amount in young for amount in ("12.2575", "10.5000")] == [False, True]
    assert "Scale missing" in missing
    assert "withdrawn" in withdrawn
    assert "CONTROL-874" in vigie(home, "scales", "show", "jc_302_category_1", "--on", "2025-06-01", expected=2).err
    assert "CONTROL-873" in vigie(home, "scales", "import", "nowhere.csv", As("head-leuven"), expected=2).err
    whole = vigie(home, "scales", "list", As("head-leuven"), "--on", "2026-01-01", "--json").value
    assert [one["state"] for one in whole["files"]] == ["withdrawn"]
    assert all(one["rows"] == [] for one in whole["scales"])


def test_what_is_not_whole_says_which_command_mends_it(ready_home: Path, tmp_path: Path) -> None:
    """An approved file is approved again; a rule file that nobody approved is withdrawn, and so it goes."""
    home = Path(shutil.copytree(ready_home, tmp_path / "home"))
    (csv,) = re.findall(r"^```csv\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    (tmp_path / "scales.csv").write_text(csv, encoding="utf-8")
    id_ = vigie(home, "scales", "import", str(tmp_path / "scales.csv"), As("head-leuven")).out.split(":")[0]
    vigie(home, "scales", "approve", id_, As("supervisor-leuven"))
    (rule,) = (home / "rules").glob(f"*{id_}*")
    text = rule.read_text(encoding="utf-8")

    def mended(said: str, *act: str) -> None:
        assert (
            f"{said}: vigie scales {act[0]} {id_}" in vigie(home, "scales", "list", As("head-leuven"), columns=250).out
        )
        vigie(home, "scales", act[0], id_, As("supervisor-leuven"), *act[1:])
        assert said not in vigie(home, "scales", "list", As("head-leuven"), columns=250).out

    rule.write_text(text + "# changed\n", encoding="utf-8")
    mended("not as it was made", "approve")
    vigie(home, "scales", "withdraw", id_, As("supervisor-leuven"), "--reason", "mistyped")
    rule.write_text(text, encoding="utf-8")
    mended("that nobody approved", "withdraw", "--reason", "left over")


def test_every_column_of_the_reader_is_in_the_how_to() -> None:
    """What is required there is required here."""
    from sectors.wages import COLUMNS

    for name, needed in COLUMNS.items():
        (line,) = [line for line in PAGE.splitlines() if line.startswith("|") and f"`{name}`" in line.split("|")[1]]
        assert ("required" in line.split("|")[2]) is needed, name
