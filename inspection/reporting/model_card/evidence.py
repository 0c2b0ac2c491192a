"""The figures of a proposal as rows: what they are called, and by how much the card beats other ways of choosing."""

from collections.abc import Mapping

from inspection.reporting.model_card.content import Figure
from inspection.reporting.model_card.words import NOTHING, CardSpeaker

# In the order in which they are read; an edition has those that it was given.
_SHOWN = (
    *("controls", "found", "auc", "auc_within_inspector", "challenger", "challenger_auc"),
    *("challenger_auc_within_inspector", "scrambled_auc", "rounding_loss", "calibration_slope", "base_rate"),
    *("backtest_windows", "backtest_controls", "backtest_precision", "backtest_recall", "backtest_auc"),
    *("backtest_auc_gain", "backtest_days_earlier", "backtest_ece", "backtest_same"),
    *("place_workplaces", "place_points_changed"),
)
_SHARES = frozenset(
    ("rounding_loss", "base_rate", "backtest_precision", "backtest_recall", "backtest_ece", "backtest_same")
)
_OVER = "_over_"


def evidence_rows(evidence: Mapping[str, Figure], say: CardSpeaker) -> list[tuple[str, str]]:
    """Return each known figure with its name in words."""
    return [(say.say(f"evidence.{name}"), _value(name, evidence, say)) for name in _SHOWN if name in evidence]


def backtest_rows(evidence: Mapping[str, Figure], say: CardSpeaker) -> list[tuple[str, str, str, str]]:
    """Return by how much the card beat each other way of choosing: figure, than whom, difference, its lower end."""
    rows = []
    for name in sorted(evidence):
        figure, over, than = name.removeprefix("backtest_").partition(_OVER)
        if not over or than.endswith("_low") or not name.startswith("backtest_"):
            continue
        low = evidence.get(f"{name}_low")
        rows.append(
            (
                say.known(f"over.{figure}", figure),
                say.known(f"than.{than}", than),
                _difference(figure, evidence[name], say),
                _difference(figure, low, say),
            )
        )
    return rows


def _value(name: str, evidence: Mapping[str, Figure], say: CardSpeaker) -> str:
    value = evidence[name]
    if value is None:
        return NOTHING
    if not isinstance(value, float):
        return str(value)
    if name in _SHARES:
        return f"{say.percent(value, 1)} %"
    low, high = evidence.get(f"{name}_low"), evidence.get(f"{name}_high")
    text = say.number(value, 1 if name.endswith("earlier") else 3)
    if isinstance(low, float) and isinstance(high, float):
        return f"{text} ({say.number(low, 3)}\N{EN DASH}{say.number(high, 3)})"
    return text


def _difference(figure: str, value: Figure, say: CardSpeaker) -> str:
    if not isinstance(value, int | float):
        return NOTHING
    sign = "+" if value > 0 else ""
    return f"{sign}{say.number(value, 3)}" if figure == "auc" else f"{sign}{say.percent(value, 1)} %"
