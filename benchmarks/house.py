"""What the house looks like to its next owner: sizes, folders, circles between packages, and what one act loads.

Prints figures and changes nothing; `make house` runs it. Migrations are left out.
"""

import ast
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("sectors", "inspection", "flows", "dashboards")
_LOADED = """
import importlib, os, sys
import numpy, polars, pyarrow, pydantic, sqlmodel  # of others, loaded once

packages, *modules = sys.argv[1:]
for module in modules:
    if not os.fork():
        importlib.import_module(module)
        print(module, sum(name.split(".")[0] in packages.split() for name in sys.modules), flush=True)
        os._exit(0)
    if os.wait()[1]:
        sys.exit(f"{module} cannot be imported")
"""


def main() -> None:
    """Print every figure, one a line."""
    files = [p for root in PACKAGES for p in sorted((ROOT / root).rglob("*.py")) if "versions" not in p.parts]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    trees = {path: ast.parse(text) for path, text in texts.items()}
    lengths = [text.count("\n") for text in texts.values()]
    functions = [n for tree in trees.values() for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    bodies = [(n.end_lineno or 0) - _body(n)[0].lineno + 1 for n in functions]
    folders = Counter(path.parent.as_posix() for path in files)
    comments = sum(
        line.lstrip().startswith("#") or "  # " in line for text in texts.values() for line in text.split("\n")
    )
    code = sum(map(_code, trees.values(), texts.values()))
    private = sum(n.name.startswith("_") for n in functions)
    print(f"files / lines / lines of code      {len(files)} / {sum(lengths)} / {code}")
    print(f"file lines median / p90 / max      {_spread(lengths)}")
    print(f"function lines median / p90 / max  {_spread(bodies)}")
    print(f"files a folder p90 / max           {_p90(list(folders.values()))} / {max(folders.values())}")
    print(f"private functions                  {private / len(functions):.0%}")
    print(f"comments a hundred lines           {100 * comments / sum(lengths):.1f}")
    print(f"names of a face median / max       {_faces()}")
    uses = {module_of(path): imported(tree) for path, tree in trees.items()}
    print(f"circles between packages           {len(circles(uses, faces()))}")
    print(f"modules that one act loads, most   {_heaviest()}")


def _body(function: ast.FunctionDef) -> list[ast.stmt]:
    has_words = ast.get_docstring(function) is not None and len(function.body) > 1
    return function.body[1:] if has_words else function.body


def _code(tree: ast.Module, text: str) -> int:
    """Count lines that are neither blank, nor a comment, nor a docstring."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    said: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node):
            said.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(text.splitlines(), 1)
    return sum(1 for n, line in lines if line.strip() and not line.lstrip().startswith("#") and n not in said)


def _p90(values: list[int]) -> int:
    return sorted(values)[int(0.9 * (len(values) - 1))]


def _spread(values: list[int]) -> str:
    return f"{statistics.median(values):.0f} / {_p90(values)} / {max(values)}"


def faces(root: Path = ROOT) -> dict[str, Path]:
    """Return every package that is met through a face, by its name, with the file that lists what it offers."""
    found = (path for package in PACKAGES for path in (root / package).rglob("__init__.pyi"))
    return {module_of(path.parent, root): path for path in found}


def module_of(path: Path, root: Path = ROOT) -> str:
    """Return the dotted name of a file or folder of ours."""
    return path.relative_to(root).with_suffix("").as_posix().replace("/", ".")


def package_of(module: str, packages: Collection[str]) -> str:
    """Return the innermost of the packages with a face that a module lies in, "" where none has one."""
    parts = module.removesuffix(".__init__").split(".")
    above = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((name for name in above if name in packages), "")


def imported(tree: ast.Module) -> set[str]:
    """Return what a file takes from elsewhere, as dotted names: in `from a import b` the `b` may be a package."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and not node.level]
    return {f"{node.module}.{one.name}" for node in nodes for one in node.names}


def circles(imports: Mapping[str, Collection[str]], packages: Collection[str]) -> set[str]:
    """Return the packages that stand on one another, and those that stand on them, by what each module imports."""
    uses: dict[str, set[str]] = {}
    for module, names in imports.items():
        own = package_of(module, packages)
        others = {package_of(name, packages) for name in names} - {"", own}
        uses.setdefault(own, set()).update(name for name in others if not f"{own}.".startswith(f"{name}."))
    done: set[str] = {""}
    while ready := {name for name, needs in uses.items() if name not in done and needs <= done}:
        done |= ready
    return uses.keys() - done


def _faces() -> str:
    sizes = []
    for path in faces().values():
        nodes = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ImportFrom)]
        sizes.append(sum(len(node.names) for node in nodes))
    return f"{statistics.median(sizes):.0f} / {max(sizes)}"


def every_act() -> list[str]:
    """Return every file of acts, by its dotted name."""
    return sorted(module_of(path) for path in (ROOT / "inspection/acts").rglob("[!_]*.py"))


def loaded_by(modules: Collection[str]) -> dict[str, int]:
    """Return how many of our modules each of these loads, in a process of its own."""
    asked = [sys.executable, "-c", _LOADED, " ".join(PACKAGES), *modules]
    lines = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT).stdout.split("\n")
    return {module: int(count) for module, count in (line.split() for line in lines if line)}


def _heaviest() -> str:
    """Return the act that loads most of our modules, and how many."""
    counts = loaded_by(every_act())
    worst = max(counts, key=lambda name: counts[name])
    return f"{counts[worst]} ({worst}); median {statistics.median(counts.values()):.0f}"


if __name__ == "__main__":
    main()
