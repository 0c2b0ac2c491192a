"""The country's map is drawn once for all tests and read once in a process: cantons and outlines take seconds."""

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from inspection.territory import boundaries, districts, locating, outlines, outlining

_DRAWING = (boundaries, districts, outlining)
_kept: list[Path] = []


def keep_maps(config: pytest.Config) -> None:
    """Say where drawn maps are kept from one run to the next: whoever changes how they are drawn gets others."""
    sources = b"".join(Path(str(module.__file__)).read_bytes() for module in _DRAWING)
    assert config.cache is not None
    _kept[:] = [config.cache.mkdir(f"maps-{hashlib.sha256(sources).hexdigest()[:12]}")]


def copy_maps(home: Path) -> None:
    """Give a new home the copies that its first week would make."""
    with one_map():
        outlines("arrondissement")
        outlines("canton")
    shutil.copytree(_folder(), home / "cache", dirs_exist_ok=True)


@contextmanager
def one_map() -> Iterator[None]:
    """Let every home of this process look at the one map, wherever it would keep a copy of its own."""
    own_outlines, own_boundaries = outlining._outlines, boundaries.boundaries
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlining, "_outlines", lambda level, _, metres: own_outlines(level, _folder(), metres))
        for module in (districts, locating, outlining):
            patch.setattr(module, "boundaries", lambda _=None: own_boundaries(_folder()))
        yield


@cache
def _folder() -> Path:
    """Where no run of pytest keeps any (benchmarks), they last as long as the process."""
    if _kept:
        return _kept[0]
    folder = Path(tempfile.mkdtemp(prefix="vigie-maps-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
