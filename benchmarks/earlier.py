"""The sources of an earlier commit, for what is measured or shown beside it."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[1]


def laid_out(commit: str, folder: Path) -> Path:
    """Write the sources of a commit into a folder, and return it."""
    packed = subprocess.run(["git", "-C", ROOT, "archive", commit], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder
