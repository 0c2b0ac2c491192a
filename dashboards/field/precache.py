"""The list of the field form's files with their digests, which its service worker installs whole or not at all.

It is made from the folder at each start, so that nobody can forget a file, and a changed file is a new version.
"""

import hashlib
import json
from pathlib import Path

_NOT_KEPT = frozenset({"sw.js", "files.js"})


def files_script(app: Path) -> str:
    """Return the script `files.js`: `self.VIGIE_FILES = {version, files: {name: sha256}}`.

    The browser compares it byte by byte when it looks for a new version of the service worker that imports it.
    """
    files = {
        path.relative_to(app).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(app.rglob("*"))
        if path.is_file() and path.name not in _NOT_KEPT and not path.name.startswith(".")
    }
    listed = json.dumps(files, sort_keys=True)
    version = hashlib.sha256(listed.encode()).hexdigest()[:12]
    return f"self.VIGIE_FILES = {{version: {json.dumps(version)}, files: {listed}}};\n"
