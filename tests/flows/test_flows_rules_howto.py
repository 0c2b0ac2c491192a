"""The path of a jurist is followed in a home that holds nothing: a shell writes the files, the command runs."""

import re
import subprocess
from pathlib import Path

from builders_flows import vigie

HOW_TO = Path(__file__).parents[2] / "docs/how-to/write-a-rule-of-your-own.md"


def follow(home: Path) -> list[str]:
    """Do every line of the page; what the command said, one text a call."""
    said: list[str] = []
    for block in re.findall(r"^```sh\n(.*?)^```", HOW_TO.read_text("utf-8"), re.DOTALL | re.MULTILINE):
        shell: list[str] = []
        for line in block.splitlines():
            if not line.startswith("vigie "):
                shell.append(line)
                continue
            done = subprocess.run(["bash", "-euc", "\n".join(shell)], env={"VIGIE_HOME": str(home)}, check=True)
            assert done.returncode == 0
            shell = []
            typed, _, status = line.partition("   # status ")
            args = typed.replace('"', "").replace("$VIGIE_HOME", str(home)).split()[1:]
            found = vigie(home, *args, expected=int(status or 0))
            said.append(found.out + found.err)
        assert not shell or not block.strip().endswith("vigie"), "a block ends in shell"
        subprocess.run(["bash", "-euc", "\n".join(shell)], env={"VIGIE_HOME": str(home)}, check=True)
    return said


def test_the_jurists_path_works_to_its_last_step(tmp_path: Path) -> None:
    """Add an offence and a situation, check, try, see before and after, show, roll back; no database is made."""
    shown, broken, mended, tried, _, altered, dutch, back, _, last_day, gone = follow(tmp_path)
    assert "2024-07-01" in shown
    assert "[RULE-440]" in broken
    assert "HEAT_NO_WATR" in broken
    assert broken.count("rules/heat.yaml, line") == broken.count("[RULE-")
    assert "hold together" in mended
    assert "before: cannot be filled in: [CONTROL-041]" in tried
    assert "after:  HEAT_NO_WATER (level 2, 2 persons" in tried
    assert "3 situations: 3 hold with your rules, 1 without; 2 conclude otherwise." in tried
    assert "findings.SS_DIMONA_IN.level: 3 -> 4" in altered
    assert "expected findings.SS_DIMONA_IN.level: 3; what follows: 4" in altered
    assert "rules/dimona.yaml, line 4" in dutch
    assert back == tried
    assert "2028-01-01" in last_day
    assert "[CONTROL-888]" in gone
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rules", "situations"]
