"""What may stand for origin in this house: proxies that it approved, with what they do, and what signals tell anyway.

The table of municipalities is a file under `measuring/` of the home, put there by hand. It is read here, to measure,
and nowhere else: no register, signal, selection or card has it.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspection.settings import Settings
from inspection.targeting.assessing import latest_assessment, read_assessment
from inspection.targeting.evaluating import ProxiesTold, proxies_told, read_composition
from inspection.trust import AppContext

if TYPE_CHECKING:
    from sectors import Catalogue

COMPOSITION = "nationality_composition"


def composition_file(settings: Settings) -> Path:
    """Return where the table of municipalities stands, where the house has one."""
    return settings.home / "measuring" / f"{COMPOSITION}.csv"


def approved_proxies(catalogue: "Catalogue") -> tuple[Mapping[str, Any], ...]:
    """Return the proxies that signals may read on the day, as plain values: who approved, the effect, until when."""
    inside = [
        one for _, one in sorted(catalogue.proxy_approvals.items()) if one.approved_on <= catalogue.day <= one.until
    ]
    return tuple(one.model_dump(mode="json", exclude={"source", "origin", "confidence"}) for one in inside)


def what_signals_tell(app: AppContext, on: date) -> ProxiesTold | None:
    """Return how well signals of the latest assessment tell the composition of municipalities; for who was asked.

    None where the house has no table, no assessment by that day, or too few municipalities to say.
    Errors: `LearningFault` 122 for a table that is not one.
    """
    file, lake, catalogue = composition_file(app.settings), app.settings.lake, app.catalogue(on)
    day = latest_assessment(lake, on)
    if day is None or not file.is_file():
        return None
    frame = read_assessment(lake, day)
    composition = read_composition(file, catalogue.measured_tables[COMPOSITION])
    signals = [key for key in sorted(catalogue.signals) if key in frame.columns]
    return proxies_told(frame, composition, signals=signals, rules=catalogue.measuring)
