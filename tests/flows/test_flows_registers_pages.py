"""How a register is taken in, as its page says: the decision is filled in, a shell writes the files, commands run.

The home is a house of its own, not the demo's: there a closed register needs its decision, and a first delivery waits.
"""

import re
from pathlib import Path

import pytest
from builders_acts import an_office
from builders_flows import As, vigie
from builders_howto import blocks, follow

from inspection.acts.context import reload_rules
from inspection.registers.lake import Lake
from inspection.settings import Settings
from inspection.time_of import today
from sectors.reader import load_rules

SECTION = "How to take it in"
REGISTERS = load_rules().on(today()).registers
CLOSED = sorted(key for key, register in REGISTERS.items() if register.needs_authorisation)
DIRECTION, SECOND = "direction-1", "supervisor-liege"
HASH = "3f9a0c47d21e"  # as the pages have it
FILLED_IN = {"2028-10-04": "2099-10-04"}  # of the decision: its last day


def page_of(register: str) -> str:
    """Return which page is a register's."""
    return f"reference/registers/{register}.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a house with its people and no register, and the decisions of every page, their last day filled in."""
    here = tmp_path_factory.mktemp("pages") / "home"
    an_office(Settings(home=here)).store.close()
    found = [blocks(page_of(register), FILLED_IN, kind="yaml", under=SECTION) for register in CLOSED]
    entries = "".join(example.removeprefix("authorisations:\n") for (example,) in found)
    (here / "rules").mkdir(exist_ok=True)
    (here / "rules/authorisations.yaml").write_text(f"authorisations:\n{entries}", encoding="utf-8")
    return here


@pytest.fixture(scope="module")
def decided(home: Path) -> dict[str, tuple[str, str]]:
    """Follow what the pages say of a decision, and return what was said by the commands: once for the same ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        reload_rules(at_once=True)
    written = {blocks(page_of(register), {}, under=SECTION)[0] for register in CLOSED}
    told = {commands: follow(home, commands, DIRECTION) for commands in written}
    return {commands: (checked.out, listed.out) for commands, (checked, listed) in told.items()}


@pytest.mark.parametrize("register", sorted(REGISTERS))
def test_the_first_delivery_of_a_register_becomes_current_as_its_page_says(
    home: Path, decided: dict[str, tuple[str, str]], register: str
) -> None:
    """No row of its example is set aside, and it is current once somebody else than who took it in released it."""
    *decision, files, take, release, look = blocks(page_of(register), {}, under=SECTION)
    assert len(decision) == (register in CLOSED)
    for commands in decision:
        _is_in_force(register, *decided[commands])
    follow(home, files)
    taken, held = follow(home, take, DIRECTION)
    assert "HELD" in taken.out
    assert "first delivery" in taken.out
    (sha256,) = re.findall(rf"vigie registers release {register} ([0-9a-f]{{12}}) ", held.out)
    assert Lake(home / "lake").newest(register) is None
    assert "released" in follow(home, release.replace(HASH, sha256), SECOND)[0].out
    (aside,) = follow(home, look, DIRECTION)
    assert re.match(rf"{register} of [0-9-]+ \(current\): 0 of [0-9]+ rows were set aside", aside.out)
    assert not vigie(home, "registers", "held", As(DIRECTION), "--json").value


def _is_in_force(register: str, checked: str, listed: str) -> None:
    assert "hold together" in checked
    assert re.search(rf"\b{register}-2026-014\b.*in force", listed)
    assert not re.search(rf"No authorisation in force.*\b{register}\b", listed)
