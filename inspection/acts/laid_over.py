"""Rule files of the home that an act writes: tried over all others first, and kept once the act is committed.

What would not load is refused before anybody approves it: no process could start any more.
"""

from collections.abc import Iterator
from pathlib import Path

from inspection.files import put
from inspection.settings import Settings
from sectors import reader

ENDINGS = (".yaml", ".yml")


def rule_files(settings: Settings) -> Iterator[Path]:
    """Give the rule files of the home, in the order of their names."""
    return iter(sorted(path for path in settings.rules.rglob("*") if path.suffix in ENDINGS))


def other_files(settings: Settings, left_out: Path) -> list[Path]:
    """Return the rule files of the home without one."""
    return [path for path in rule_files(settings) if path != left_out]


def try_over(settings: Settings, there: Path, trial: Path, text: str) -> None:
    """Load all rules with a file's text in the place of the file; raises `RuleFault` for what they refuse.

    Arguments: `there` where it will stand; `trial` where it is tried, a place that no process loads rules from.
    """
    try:
        put(trial, text.encode())
        reader.load_rules([*other_files(settings, there), trial])
    finally:
        trial.unlink(missing_ok=True)
