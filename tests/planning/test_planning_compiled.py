"""Kept machine code is thrown away when any source that it was made from changes."""

import ast
from pathlib import Path

import pytest

from inspection.planning import compiled

DECORATORS = {"compiled", "inner"}


def is_compiled(source: Path) -> bool:
    """Tell whether a file has a function that one of the two decorators compiles."""
    tree = ast.parse(source.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return any(isinstance(d, ast.Name) and d.id in DECORATORS for f in functions for d in f.decorator_list)


def test_each_file_that_uses_the_decorator_is_counted():
    """Also those in folders below, whichever way they name the module."""
    using = {source for source in compiled.HERE.rglob("*.py") if is_compiled(source)}
    assert {"search.py", "pricing.py"} <= {source.name for source in using}
    assert using <= set(compiled.counted())


@pytest.mark.parametrize(
    "line",
    [
        "from .compiled import inner",
        "from ..compiled import inner",
        "from inspection.planning.compiled import compiled, inner",
        "from inspection.planning import (\n    compiled,\n    model,\n)",
        "import inspection.planning.compiled as machine",
    ],
)
def test_every_way_to_import_it_counts(line, tmp_path, monkeypatch):
    """A file that only speaks of compiled code does not."""
    monkeypatch.setattr(compiled, "HERE", tmp_path)
    (tmp_path / "uses.py").write_text(f'"""What."""\n\n{line}\n')
    (tmp_path / "tells.py").write_text('"""Compiled code is compiled once."""\n\nimport re\n')
    assert [source.name for source in compiled.counted()] == ["arrays.py", "compiled.py", "uses.py"]
