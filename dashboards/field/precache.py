"""The list of the field form's files with their digests, which its service worker installs whole or not at all.

It is made from the files at each start, so that nobody can forget one, and a changed file is a new version.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_NOT_KEPT = frozenset({"sw.js", "files.js"})  # a browser looks for these two by itself


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path in it; files whose name begins with a dot are none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def files_script(first: Mapping[str, bytes], later: Mapping[str, bytes]) -> str:
    """Return the script `files.js`: `self.VIGIE_FILES = {version, files: {name: sha256}, later: {version, files}}`.

    The browser compares it byte by byte when it looks for a new version of the service worker that imports it.

    first
        What the form needs to start, by its path under the form's address.
    later
        What is fetched when the form stands, and has a version of its own: a new form does not fetch it again.
    """
    listed = {**_listed(first), "later": _listed(later)}
    return f"self.VIGIE_FILES = {json.dumps(listed)};\n"


def _listed(files: Mapping[str, bytes]) -> dict[str, Any]:
    digests = {
        name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items()) if name not in _NOT_KEPT
    }
    version = hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:12]
    return {"version": version, "files": digests}
