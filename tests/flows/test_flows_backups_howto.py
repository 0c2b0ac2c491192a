"""The page on backups is followed: a shell copies keys and keyring, the command backs up, drills and restores."""

import re
import shutil
import subprocess
from pathlib import Path

from builders_flows import Said, vigie

HOW_TO = (Path(__file__).parents[2] / "docs/how-to/back-up-and-restore.md").read_text("utf-8")


def commands_of_the_table() -> list[list[str]]:
    """The commands of the table under "Set it up", in its order, without what may be left out."""
    found = re.findall(r"^\| `vigie ([a-z -]+)(?: \[[A-Z]+\])?` \|", HOW_TO, re.MULTILINE)
    return [one.split() for one in found]


def restored(home: Path, safe: Path, new: Path) -> list[Said]:
    """Do every line under "Restore"; what the command said."""
    (block,) = re.findall(r"^## Restore\n+```\n(.*?)^```", HOW_TO, re.DOTALL | re.MULTILINE)
    said = []
    for line in block.splitlines():
        typed = line.partition("#")[0].replace("/srv/vigie-new", str(new)).replace("/safe", str(safe))
        typed = typed.replace("/srv/vigie/", f"{home}/").strip()
        if "vigie " not in typed.replace(str(home), "").replace(str(new), ""):
            subprocess.run(["bash", "-euc", typed], check=True)
            continue
        at = new if typed.startswith("VIGIE_HOME=") else home
        words = typed.partition("vigie ")[2].split() if at == home else typed.split()[2:]
        said.append(vigie(at, *words, expected=None if words == ["doctor"] else 0))
    return said


def test_the_page_works_to_its_last_step(ready_home: Path, tmp_path: Path) -> None:
    """Backup, list, verify, drill, prune; then the home is lost but for its keyring, and restored."""
    home, safe, new = tmp_path / "srv/vigie", tmp_path / "safe", tmp_path / "srv/vigie-new"
    shutil.copytree(ready_home, home)
    shutil.copytree(home / "keys", safe / "keys")
    done = {" ".join(words): vigie(home, *words).out for words in commands_of_the_table()}
    assert list(done) == ["backup", "backup list", "backup verify", "backup drill", "backup prune"]
    assert "is whole" in done["backup verify"]
    assert "The trail holds" in done["backup drill"]
    for lost in home.iterdir():
        if lost.name != "keyring":
            shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    brought, looked = restored(home, safe, new)
    assert "rows, all equal" in brought.out
    assert "every page" in looked.out
    assert "trail holds" in looked.out
    assert vigie(new, "audit", "verify").status == 0


def test_every_command_that_the_page_names_is_one() -> None:
    """Those of the steps after a restore too, and of the way back to a moment; an option that went is noticed."""
    spans = set(re.findall(r"`(?:[A-Z_]+=\S+ )*vigie ([^`]+)`", HOW_TO))
    named = {" ".join(re.match(r"[a-z -]*", one).group().split()): one for one in spans}  # type: ignore[union-attr]
    assert {"refer reconcile", "device list", "ingest", "keep nightly", "audit accept"} <= named.keys()
    for path, whole in named.items():
        words = [word for word in path.split() if not word.startswith("-")]
        said = vigie(Path("/nowhere"), *words, "--help").out
        for option in re.findall(r"--[a-z]+", whole):
            assert option in said, whole
