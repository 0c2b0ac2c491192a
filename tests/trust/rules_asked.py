"""Which acts ask the table of rights before they do anything, found by reading their source.

An act asks where it calls `tx.require`, `require_permission`, `require_in_service`, `require_proof` or `require_fresh`,
itself or in a function of the acts that it calls. Faces are followed: `access.audited_read(...)` is the function that
the face names.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import inspection.acts

FOLDER = Path(inspection.acts.__file__).parent
_ASKS = {"require", "require_permission", "require_in_service", "require_proof", "require_fresh"}
_FACE = re.compile(r"^from \.(?P<module>\w+) import (?P<name>\w+) as (?P=name)$", re.MULTILINE)


@dataclass(frozen=True)
class Function:
    """A function of the acts: where it stands, and what it calls by which name."""

    module: str
    name: str
    node: ast.FunctionDef

    @property
    def first(self) -> str:
        """What its first argument is, as its hint says."""
        arguments = [*self.node.args.posonlyargs, *self.node.args.args]
        hint = arguments[0].annotation if arguments else None
        return ast.unparse(hint).strip("\"'") if hint is not None else ""

    @cached_property
    def calls(self) -> frozenset[str]:
        """Return the names that it calls, `package.name` for those of a face."""
        return frozenset(_called(self.node))


@dataclass(frozen=True)
class Acts:
    """All functions of the acts, as their sources stand or as somebody changed them."""

    sources: Mapping[str, str]

    @cached_property
    def functions(self) -> Mapping[tuple[str, str], Function]:
        """Return every function by module and name; methods count as functions of their module."""
        found = {}
        for module, source in self.sources.items():
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.FunctionDef):
                    found[(module, node.name)] = Function(module, node.name, node)
        return found

    @cached_property
    def faces(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Return what each name of a face stands for, by package and name."""
        found = {}
        for face in FOLDER.glob("*/__init__.pyi"):
            package = face.parent.name
            for match in _FACE.finditer(face.read_text(encoding="utf-8")):
                found[(package, match["name"])] = (f"{package}.{match['module']}", match["name"])
        return found

    def public(self) -> Iterator[Function]:
        """Yield the functions that a face offers, and those of modules that stand beside the packages."""
        for place in self.faces.values():
            if place in self.functions:
                yield self.functions[place]

    def asks(self, function: Function) -> bool:
        """Tell whether it asks, itself or in what it calls."""
        return self._asks(function, frozenset())

    def _asks(self, function: Function, seen: frozenset[tuple[str, str]]) -> bool:
        place = (function.module, function.name)
        if place in seen:
            return False
        if any(name.rpartition(".")[2] in _ASKS for name in function.calls):
            return True
        return any(self._asks(one, seen | {place}) for one in self._inner(function))

    def _inner(self, function: Function) -> Iterator[Function]:
        imported = _imported(self.sources[function.module])
        for name in function.calls:
            head, _, tail = name.rpartition(".")
            place = (head, tail) if head else imported.get(tail, (function.module, tail))
            place = self.faces.get(place, place)
            if place in self.functions:
                yield self.functions[place]


def the_acts() -> Acts:
    """Return the acts as they stand."""
    found = {}
    for path in sorted(FOLDER.rglob("*.py")):
        name = ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        found[name] = path.read_text(encoding="utf-8")
    return Acts(found)


def without_asking(acts: Acts, function: Function) -> Acts:
    """Return the acts with every question of rights taken out of a function, as somebody might forget it."""
    tree = ast.parse(acts.sources[function.module])

    class Forgetting(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.AST:
            self.generic_visit(node)
            name = _name(node.func)
            return ast.Constant(None) if name.rpartition(".")[2] in _ASKS else node

    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == function.name:
            Forgetting().visit(node)
    return Acts({**acts.sources, function.module: ast.unparse(ast.fix_missing_locations(tree))})


def _called(node: ast.FunctionDef) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            yield _name(one.func)
        elif isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Load):
            yield _name(one)  # handed over as a value: `read=access.audited_read`


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = _name(node.value)
        return f"{head.rpartition('.')[2]}.{node.attr}" if head else node.attr
    return ""


def _imported(source: str) -> dict[str, tuple[str, str]]:
    """Return what names of a module stand for, where they come from other files of the acts."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("inspection.acts."):
            module = (node.module or "").removeprefix("inspection.acts.")
            for alias in node.names:
                found[alias.asname or alias.name] = (module, alias.name)
    return found
