"""The tree of our sources as the checks read it: as it is, or with files planted over it."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from benchmarks.house import PACKAGES, faces, package_of

ROOT = Path(__file__).parents[2]
# In the order of README's map: what stands earlier knows nothing of what stands later.
CALCULATIONS = (
    "executing",
    "territory",
    "registers",
    "targeting",
    "planning",
    "control",
    "referral",
    "reporting",
    "history",
)
PURE = frozenset(CALCULATIONS)
LOWEST = frozenset(
    (
        *(
            "errors",
            "settings",
            "database_settings",
            "portal_settings",
            "backup_settings",
            "proof_settings",
            "history_settings",
            "road_settings",
            "setting_values",
            "time_of",
            "i18n",
            "key_sources",
            "keys",
            "keyring",
            "sealing",
            "files",
            "sealed_folders",
            "sealed_places",
            "failpoints",
            "progress",
        ),
        *("tombstones", "life_cycles"),
    )
)


class Finding(NamedTuple):
    """One place that breaks a rule."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


@cache
def parsed(text: str) -> ast.Module:
    """Return a source as a tree; the same text is read once, however many trees it stands in."""
    return ast.parse(text)


@dataclass(frozen=True)
class Source:
    """One file of ours, by its path from the root."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The file as a tree."""
        return parsed(self.text)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree."""
        return nodes_of(self.text)

    @property
    def module(self) -> str:
        """Its dotted name."""
        return self.path.removesuffix(".py").replace("/", ".")

    @property
    def package(self) -> str:
        """Which of the four packages it lies in."""
        return self.path.partition("/")[0]

    @property
    def layer(self) -> str:
        """The part of `inspection` that it lies in; "" elsewhere."""
        return self.module.split(".")[1] if self.package == "inspection" and "." in self.module else ""

    def named(self) -> tuple[tuple[int, str], ...]:
        """Return every module or package that the file names in an import, also inside functions, with the line."""
        return _named(self.text)

    def imports(self) -> tuple[tuple[int, str], ...]:
        """Return what the file names, and what it takes from there, as dotted names with the line."""
        return _imports(self.text)

    def at(self, where: ast.AST | int, words: str) -> Finding:
        """Return a finding in this file."""
        return Finding(self.path, where if isinstance(where, int) else getattr(where, "lineno", 1), words)


@cache
def unparsed(node: ast.AST) -> str:
    """Return a node as it is written; it is asked for in every tree in which its file stands."""
    return ast.unparse(node)


@cache
def inside(node: ast.AST) -> tuple[ast.AST, ...]:
    """Return a node and all below it."""
    return tuple(ast.walk(node))


@cache
def _named(text: str) -> tuple[tuple[int, str], ...]:
    found: list[tuple[int, str]] = []
    for node in nodes_of(text):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.lineno, node.module))
    return tuple(found)


@cache
def _imports(text: str) -> tuple[tuple[int, str], ...]:
    taken = (node for node in nodes_of(text) if isinstance(node, ast.ImportFrom) and node.module and not node.level)
    return _named(text) + tuple((node.lineno, f"{node.module}.{one.name}") for node in taken for one in node.names)


@cache
def nodes_of(text: str) -> tuple[ast.AST, ...]:
    """Return every node of a source."""
    return tuple(ast.walk(parsed(text)))


_READ = frozenset({".py", ".pyi", ".yaml", ".html"})


@cache
def _texts(root: Path) -> Mapping[str, str]:
    kept = (p for package in PACKAGES for p in (root / package).rglob("*") if p.suffix in _READ)
    return {p.relative_to(root).as_posix(): p.read_text(encoding="utf-8") for p in kept if "versions" not in p.parts}


class House:
    """Every source, rule file and template under a root, with others planted over them."""

    def __init__(self, root: Path = ROOT, planted: Mapping[str, str] | None = None) -> None:
        self.texts = {**_texts(root), **(planted or {})}

    def sources(self, *packages: str) -> list[Source]:
        """Return the sources of some packages, of all where none is named."""
        wanted = tuple(f"{one}/" for one in packages or PACKAGES)
        return [
            Source(path, text)
            for path, text in sorted(self.texts.items())
            if path.endswith(".py") and path.startswith(wanted)
        ]

    @cached_property
    def faces(self) -> frozenset[str]:
        """The packages that are met through a face."""
        ends = "/__init__.pyi"
        return frozenset(p.removesuffix(ends).replace("/", ".") for p in self.texts if p.endswith(ends))

    def package_of(self, module: str) -> str:
        """Return the innermost package with a face that a module lies in, "" where none has one."""
        return package_of(module, self.faces)


def every_face() -> list[str]:
    """Return the packages that are met through a face, in the tree as it is."""
    return sorted(faces())
