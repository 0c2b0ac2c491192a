"""A page of the documentation, followed as it stands: a shell does what is no command of Vigie's, the commands run."""

import re
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

from builders_flows import As, Said, vigie

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str, swap: Mapping[str, str], kind: str = "sh", under: str = "") -> list[str]:
    """Return the blocks of a page that are of a kind, with what stands there for something that a test has.

    Arguments: `under` the heading of a chapter, of the second rank: only its blocks then.
    """
    text = (DOCS / page).read_text(encoding="utf-8")
    if under:
        _, _, text = text.partition(f"\n## {under}\n")
        text, _, _ = text.partition("\n## ")
    for there, here in swap.items():
        assert there in text
        text = text.replace(there, here)
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def follow(home: Path, block: str, *by: str) -> list[Said]:
    """Do every line of a block, the commands one after the other by these people (the last one goes on)."""
    lines = block.splitlines()
    shell = [line for line in lines if not line.startswith("vigie ")]
    if shell:
        subprocess.run(["bash", "-euc", "\n".join(shell)], env={"VIGIE_HOME": str(home)}, check=True)
    said: list[Said] = []
    for line in (line for line in lines if line.startswith("vigie ")):
        words = shlex.split(line.replace("$VIGIE_HOME", str(home)), comments=True)[1:]
        status = re.search(r"   # status (\d)$", line)
        who = [As(by[min(len(said), len(by) - 1)])] if by else []
        said.append(vigie(home, *words, *who, expected=int(status[1]) if status else 0))
    return said
