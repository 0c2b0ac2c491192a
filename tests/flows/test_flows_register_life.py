"""Registers after their intake, by the command: the how-to is followed as it stands, the pages are current."""

import re
import subprocess
from pathlib import Path

import pytest
from builders_acts import an_office
from builders_flows import As, Said, vigie

from flows.command.house.describing import page_of
from inspection.settings import DEMO_MARK, Settings
from inspection.time_of import today
from sectors.reader import load_rules

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO, PAGES = DOCS / "how-to/connect-your-own-extract.md", DOCS / "reference/registers"
DIRECTION, SUPERVISOR, INSPECTOR = "direction-1", "supervisor-liege", "insp-liege-1"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home of the demo with people and no register: there a synthetic delivery needs no authorisation."""
    here = tmp_path / "home"
    an_office(Settings(home=here)).store.close()
    (here / DEMO_MARK).touch()
    return here


def follow(home: Path) -> list[Said]:
    """Do every line of the page: a shell writes the files, the command runs as the direction."""
    said: list[Said] = []
    for block in re.findall(r"^```sh\n(.*?)^```", HOW_TO.read_text("utf-8"), re.DOTALL | re.MULTILINE):
        shell = [line for line in block.splitlines() if not line.startswith("vigie ")]
        subprocess.run(["bash", "-euc", "\n".join(shell)], env={"VIGIE_HOME": str(home)}, check=True)
        for line in block.splitlines():
            if line.startswith("vigie "):
                typed, _, status = line.partition("   # status ")
                args = typed.replace('"', "").replace("$VIGIE_HOME", str(home)).split()[1:]
                said.append(vigie(home, *args, As(DIRECTION), expected=int(status or 0)))
    return said


def test_whoever_connects_an_extract_gets_to_the_last_line(home: Path) -> None:
    """Described, taken in, its wrong row told without its value, mended, and corrected on the same day."""
    described, taken, aside, only, mended, held, kept = follow(home)
    assert "EnterpriseNumber" in described.out
    assert "quarantined: unknown_code 1" in taken.out
    assert "unknown_code" in aside.out
    assert "chief" not in aside.out + only.out
    assert [row["line"] for row in only.value["rows"]] == [4]
    assert "quarantined" not in mended.out.partition("remarks")[2]
    assert "No delivery of a register is held." in held.out
    state = vigie(home, "registers", "quarantine", "mandates", As(SUPERVISOR), "--json").value
    assert (state["state"], state["total"], state["read"]) == ("current", 0, 5)
    assert "0 snapshots would go" in kept.out


@pytest.mark.parametrize("register", sorted(load_rules().on(today()).registers))
def test_the_page_of_a_register_is_what_its_rules_say(register: str) -> None:
    """Write it again with `vigie registers describe --markdown REGISTER > docs/reference/registers/REGISTER.md`."""
    page = PAGES / f"{register}.md"
    assert page.read_text(encoding="utf-8") == page_of(load_rules().on(today()), register)


def test_no_page_is_left_of_a_register_that_is_gone() -> None:
    """One page a register, and the how-to leads to each."""
    names = {page.stem for page in PAGES.glob("*.md")}
    assert names == set(load_rules().on(today()).registers)
    linked = set(re.findall(r"reference/registers/(\w+)\.md", HOW_TO.read_text("utf-8")))
    assert linked == names


def test_what_is_asked_of_the_crossroads_bank_is_said_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path or --download; and without an account nobody is asked."""
    monkeypatch.delenv("VIGIE_KBO_USER", raising=False)
    assert "SETTING-087" in vigie(home, "ingest", "kbo", As(DIRECTION), expected=2).err
    assert "SETTING-087" in vigie(home, "ingest", "kbo", str(home), "--full", As(DIRECTION), expected=2).err
    assert "SETTING-086" in vigie(home, "ingest", "kbo", "--download", "--full", As(DIRECTION), expected=2).err
    assert "SETTING-086" in vigie(home, "ingest", "kbo", "--download", As(DIRECTION), expected=2).err
