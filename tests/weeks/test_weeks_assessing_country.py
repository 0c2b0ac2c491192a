"""Assessing the country: by approved cards only, whoever asks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders_acts import an_office
from builders_learning import a_proposal

from inspection import weeks
from inspection.errors import LearningFault
from inspection.settings import Settings


def test_nobody_assesses_by_a_card_that_was_not_approved(tmp_path: Path) -> None:
    """A proposed card that somebody laid into the rules is refused before a register is read."""
    house = an_office(Settings(home=tmp_path / "home"))
    house.settings.rules.mkdir(parents=True, exist_ok=True)
    (house.settings.rules / "mine.yaml").write_text(yaml.safe_dump(a_proposal().rule_file()))
    nothing: Any = None
    with pytest.raises(LearningFault, match="LEARN-109"):
        weeks.assess_country(house, nothing, nothing, date(2026, 12, 1), None)
    house.store.close()
