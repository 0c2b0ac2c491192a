"""The country's map, drawn once in a process: cantons and outlines take longer than most tests."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from inspection.territory import outlines


def copy_maps(home: Path) -> None:
    """Give a new home the copies that its first week would make."""
    shutil.copytree(_drawn(), home / "cache", dirs_exist_ok=True)


@cache
def _drawn() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="vigie-maps-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    outlines("arrondissement", cache=folder)
    outlines("canton", cache=folder)
    return folder
