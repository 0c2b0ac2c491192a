"""What the product says of itself, to people and to catalogues of software, is true on the day of the commit."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.command import COMMANDS
from inspection.i18n import LANGUAGES
from sectors.reader import load_rules

ROOT = Path(__file__).parents[1]
ON = date(2026, 11, 26)
SPOKEN = ("README.md", "publiccode.yml", "pyproject.toml", "CONTRIBUTING.md")
# what publiccode.yml 0.4 defines for each status, in the words of the package index
STATUS = {
    "concept": ("1 - Planning",),
    "development": ("2 - Pre-Alpha",),
    "beta": ("3 - Alpha", "4 - Beta"),
    "stable": ("5 - Production/Stable", "6 - Mature"),
    "obsolete": ("7 - Inactive",),
}
SCOPES = frozenset(
    {
        *(
            "agriculture",
            "culture",
            "defence",
            "education",
            "emergency-services",
            "employment",
            "energy",
            "environment",
        ),
        *("finance-and-economic-development", "foreign-affairs", "government", "healthcare", "infrastructures"),
        *("justice", "local-authorities", "manufacturing", "research", "science-and-technology", "security", "society"),
        *("sport", "tourism", "transportation", "welfare"),
    }
)


@pytest.fixture(scope="module")
def public() -> dict[str, Any]:
    """The file that catalogues of public software read."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """The metadata of the package."""
    read: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return read


def is_fitted() -> bool:
    """Whether some card was ever calibrated on outcomes."""
    return any(sector.card and sector.card.calibrated for sector in load_rules().on(ON).sectors.values())


@pytest.mark.parametrize("name", SPOKEN)
def test_nothing_says_that_it_learns_before_a_card_was_fitted(name: str) -> None:
    """No card is calibrated and no command learns, so no sentence says that the product does."""
    text = (ROOT / name).read_text(encoding="utf-8")
    told = re.findall(r"\blearns\b|\blearn from\b|, learn\b|\bpredicts?\b", text, re.IGNORECASE)
    assert not told or "learn" in COMMANDS or is_fitted(), told


def test_the_status_is_the_same_for_both_catalogues(public, project) -> None:
    """A classifier that promises more than publiccode.yml, or less, is wrong in one of the two places."""
    (status,) = [c.split(" :: ")[1] for c in project["classifiers"] if c.startswith("Development Status")]
    assert status in STATUS[public["developmentStatus"]]


def test_a_version_stands_there_only_if_it_is_the_packages_own(public, project) -> None:
    """The standard wants the latest release: none is written while there is none, and never another one."""
    assert public.get("softwareVersion", project["version"]) == project["version"]
    assert ("softwareVersion" in public) == ("releaseDate" in public)


@pytest.mark.parametrize("name", ["README.md", "publiccode.yml"])
def test_what_is_said_of_selection_is_what_signals_are_held_to(name: str) -> None:
    """Points see no place; strata, shares, windows and rounds are by district, so that choosing as a whole does."""
    text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
    assert "what chooses a workplace cannot see" not in text
    assert "what gives a workplace points cannot see a name, a place or a person" in text


def test_what_it_was_tried_on_is_said_as_it_is(public) -> None:
    """The command takes a real extract of enterprises, and tests read the public sample of one."""
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    told = " ".join(public["description"]["en"]["longDescription"].split())
    assert ("on synthetic registers only" in told) is False
    assert "on the public sample of the Crossroads Bank for Enterprises" in told
    assert "over a whole synthetic country" in readme


def test_the_doctor_is_not_said_to_write_nothing_anywhere() -> None:
    """A copy of the database lies in the temporary folder meanwhile: whoever keeps secrets must know."""
    reference = (ROOT / "docs/reference/command.md").read_text(encoding="utf-8")
    assert "writes nothing, anywhere" not in reference
    assert "TMPDIR" in next(line for line in reference.splitlines() if line.startswith("| `vigie doctor`"))


def test_no_address_is_invented(public) -> None:
    """While there is no public repository, its address lies in a domain reserved for none, and says so."""
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert "example.invalid" not in public["url"] or "There is none yet" in text
    assert "://" not in text.replace(public["url"], "")


def test_the_file_for_catalogues_is_valid(public, project) -> None:
    """Mandatory keys, closed lists and lengths of publiccode.yml 0.4."""
    needed = {"publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType"}
    assert needed | {"description", "legal", "maintenance", "localisation"} <= set(public)
    assert set(public["platforms"]) <= {"web", "windows", "mac", "linux", "ios", "android"}
    assert set(public["intendedAudience"]["scope"]) <= SCOPES
    assert public["intendedAudience"]["countries"] == ["be"]
    assert public["legal"]["license"] == project["license"]
    assert public["maintenance"]["type"] != "internal" or public["maintenance"]["contacts"]
    assert set(public["localisation"]["availableLanguages"]) == set(LANGUAGES)
    for told in public["description"].values():
        assert len(told["shortDescription"]) <= 150
        assert 500 <= len(told["longDescription"]) <= 10_000
        assert all(len(feature) <= 100 for feature in told["features"])
