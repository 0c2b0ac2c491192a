"""Who signs the history of an installation, and where what was signed lies besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspection.setting_values import path


@dataclass(frozen=True, kw_only=True)
class HistorySettings:
    """The witness of the history: docs/how-to/keep-a-witness.md.

    witness
        Socket of the process under another account that signs; None where a key of the home does.
    elsewhere
        Folder in which its checkpoints lie besides, where this account may read it.
    """

    witness: Path | None = None
    elsewhere: Path | None = None


def history_settings(env: Mapping[str, str]) -> HistorySettings:
    """Read VIGIE_WITNESS and VIGIE_CHECKPOINTS."""
    return HistorySettings(witness=path(env, "VIGIE_WITNESS"), elsewhere=path(env, "VIGIE_CHECKPOINTS"))
