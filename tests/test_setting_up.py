"""The first minutes of a newcomer: locks that agree, targets that ask for no more than they need, a named version."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements-setup.lock", "requirements.lock", "requirements-test.lock")


def pins(lock: str) -> dict[str, str]:
    """Return the version of each package of a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


def named(asked: list[str]) -> set[str]:
    """Return the names of packages that a list of pyproject.toml asks for."""
    return {re.split(r"[\[<>=~!;]", each)[0].lower().replace("_", "-") for each in asked}


def needs(target: str) -> str:
    """Return what a target of the Makefile needs, as it is written."""
    found = re.search(
        rf"^{target}: ([^#\n=]*?)(?:##.*)?$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert found, target
    return found[1].strip()


def test_the_tests_run_what_the_product_runs():
    """Every package of the product has the same version in the lock of the tests, and no lock names two."""
    product, tests, setup = pins("requirements.lock"), pins("requirements-test.lock"), pins("requirements-setup.lock")
    assert {name: tests.get(name) for name in product} == product
    assert {name: setup[name] for name in setup if name in tests} == {n: v for n, v in tests.items() if n in setup}


def test_the_product_brings_no_tests_along():
    """What is for developers alone is in their lock alone, and all that the product asks for is in its own."""
    groups = PROJECT["dependency-groups"]
    assert named(PROJECT["project"]["dependencies"]) <= set(pins("requirements.lock"))
    assert named(groups["dev"]) <= set(pins("requirements-test.lock"))
    assert not {"mypy", "pytest", "playwright", "hypothesis", "ruff"} & set(pins("requirements.lock"))
    assert named(groups["setup"]) <= set(pins("requirements-setup.lock"))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_no_address(lock: str):
    """A package that is not the one that was locked is refused, wherever it is fetched from."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.split(r"^(?=[a-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text


def test_a_newcomer_waits_for_the_product_alone():
    """The week and the office need no package of the tests; what tests and checks does."""
    assert [needs(target) for target in ("week", "serve")] == ["setup", "setup"]
    assert {needs(target) for target in ("check", "form", "types")} == {"testing"}
    assert needs("browser").split()[0] == "testing", "and the provider of identities that its tests sign in with"
    assert needs("test").split()[0] == "testing", "and the compiler of the form's scripts"


def test_the_week_is_one_process_beside_the_one_that_compiles():
    """Thirteen processes would each load the same libraries, and those that plan would each compile the search."""
    done = subprocess.run(["make", "-n", "week"], cwd=ROOT, capture_output=True, text=True, check=True)
    calls = [line for line in done.stdout.splitlines() if "bin/vigie" in line]
    assert len(calls) == 2
    assert "vigie warm &" in calls[0]
    assert "vigie run -" in calls[1]


@pytest.mark.parametrize("way", [[str(Path(sys.executable).with_name("vigie"))], [sys.executable, "-m", "vigie"]])
def test_the_command_says_which_version_it_is(way: list[str], tmp_path: Path):
    """By its script and by its module, from any folder."""
    done = subprocess.run([*way, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == f"vigie {version(PROJECT['project']['name'])}\n"
    assert version(PROJECT["project"]["name"]) == PROJECT["project"]["version"]


def test_the_wheel_holds_the_module_of_that_name():
    """An installation from the wheel has `python -m vigie` too: the file is there, and hatch names it."""
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert set(included.values()) == {"vigie.py"}
    assert all((ROOT / source).is_file() for source in included)
