"""Imported by the server of processes before it forks: whoever is forked finds modules, rules and words at hand.

Such a server knows the folder that it was begun in, and none of the folders where tests find their builders.
"""

import sys
import tomllib
from importlib import import_module
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_OF_TESTS = tomllib.loads((_ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["pythonpath"]
sys.path += [str(_ROOT / folder) for folder in _OF_TESTS]
for name in ("builders_whole_way", "builders_backups", "builders_rotating", "builders_portals"):
    import_module(name)

from sqlalchemy.orm import configure_mappers  # noqa: E402 (the builders have told it of every table by now)

from inspection.i18n import LANGUAGES, keys  # noqa: E402
from sectors.reader import load_rules  # noqa: E402

configure_mappers()
load_rules()
for lang in LANGUAGES:
    keys(lang)
