"""One act loads a part of the house only: acts meet other packages by faces that load what is asked of them.

Where it fails: `from package import name` loads at once what `package.name` in a function loads when it is asked.
"""

import pytest

from benchmarks.house import every_act, loaded_by

MOST = 150
HEAVIEST = ("bundles.referring", "reports.targeting", "portal.crossing.crossing", "doctor.at_rest")


def test_the_acts_that_load_most_load_a_part_of_the_house_only() -> None:
    """Counted in modules of ours; a second each machine would count differently."""
    assert _too_heavy([f"inspection.acts.{name}" for name in HEAVIEST]) == {}


@pytest.mark.battery(reason="a process for each file of acts; some of the heaviest are counted in every run")
def test_no_act_loads_more() -> None:
    """Not one that nobody thinks of, either."""
    assert _too_heavy(every_act()) == {}


def _too_heavy(modules: list[str]) -> dict[str, int]:
    return {module: count for module, count in loaded_by(modules).items() if count > MOST}
