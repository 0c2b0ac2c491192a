"""Which acts ask the table of rights before they do anything, found by reading their source.

An act asks where it calls `tx.require`, `require_permission`, `require_in_service`, `require_proof` or `require_fresh`,
itself or in a function of the acts that it calls. Faces are followed: `access.audited_read(...)` is the function that
the face names.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
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
    def place(self) -> tuple[str, str]:
        """Module and name."""
        return self.module, self.name

    @property
    def face(self) -> str:
        """What others call it: its package, or the folder inside it that has a face of its own, and its name."""
        return f"{self.module.split('.')[-2:][0]}.{self.name}"

    @property
    def first(self) -> str:
        """What its first argument is, as its hint says."""
        arguments = [*self.node.args.posonlyargs, *self.node.args.args]
        hint = arguments[0].annotation if arguments else None
        return ast.unparse(hint).strip("\"'") if hint is not None else ""


@dataclass(frozen=True)
class Acts:
    """All functions of the acts, as their sources stand or as somebody changed them."""

    sources: Mapping[str, str]
    planted: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def functions(self) -> Mapping[tuple[str, str], Function]:
        """Return every function by module and name; a method is `Class.method` of its module."""
        return {one.place: one for module, source in self.sources.items() for one in _functions(module, source)}

    @property
    def faces(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Return what each name of a face stands for, by package and name."""
        return {**_faces(), **self.planted} if self.planted else _faces()

    def public(self) -> Iterator[Function]:
        """Yield the functions that a face offers, also that of a folder inside a package."""
        for (package, _), place in self.faces.items():
            if "." not in package and place in self.functions:
                yield self.functions[place]

    def asks(self, function: Function) -> bool:
        """Tell whether it asks on every way that gives something back: itself, or in what it calls on that way."""
        return self._asks(function, frozenset())

    @cached_property
    def _known(self) -> dict[tuple[str, str], bool]:
        return {}

    def _asks(self, function: Function, seen: frozenset[tuple[str, str]]) -> bool:
        place = function.place
        if place not in self._known:
            self._known[place] = place not in seen and self._is_asked(function, function.node.body, seen | {place})
        return self._known[place]

    def _is_asked(self, function: Function, body: Sequence[ast.stmt], seen: frozenset[tuple[str, str]]) -> bool:
        """Tell whether statements ask before they end, or end without giving anything back."""
        for one in body:
            if any(self._asking(function, part, seen) for part in _own_parts(one)) or isinstance(one, ast.Raise):
                return True
            if isinstance(one, ast.Return):
                return _says_nothing(one.value)
            if (isinstance(one, ast.With | ast.Try) or _is_taken(one)) and self._is_asked(function, one.body, seen):
                return True
            if isinstance(one, ast.If):
                ways = [self._is_asked(function, way, seen) for way in (one.body, one.orelse) if way]
                if all(ways) and one.orelse:
                    return True
                if _gives_back(one) and not ways[0]:
                    return False
            if (
                isinstance(one, ast.For | ast.While)
                and _gives_back(one)
                and not self._is_asked(function, one.body, seen)
            ):
                return False
        return False

    def _asking(self, function: Function, part: ast.AST, seen: frozenset[tuple[str, str]]) -> bool:
        return any(
            name.rpartition(".")[2] in _ASKS or any(self._asks(inner, seen) for inner in self._named(function, name))
            for name in _called(part)
        )

    def _named(self, function: Function, name: str) -> Iterator[Function]:
        head, _, tail = name.rpartition(".")
        place = (head, tail) if head else _imported(self.sources[function.module]).get(tail, (function.module, tail))
        place = self.faces.get(place, place)
        if place in self.functions:
            yield self.functions[place]


@cache
def _functions(module: str, source: str) -> tuple[Function, ...]:
    return tuple(Function(module, name, node) for name, node in _defined(ast.parse(source)))


@cache
def _faces() -> Mapping[tuple[str, str], tuple[str, str]]:
    """Return what each name of a face stands for; what a folder inside the package offers is followed into it.

    Such a folder stands there by its own name too, as callers write it: `passkeys.my_passkeys`.
    """
    found = {}
    for face in FOLDER.glob("*/**/__init__.pyi"):
        package = ".".join(face.parent.relative_to(FOLDER).parts)
        for match in _FACE.finditer(face.read_text(encoding="utf-8")):
            found[(package, match["name"])] = (f"{package}.{match['module']}", match["name"])
    whole = {place: found.get(named, named) for place, named in found.items()}
    inside = {(package.rpartition(".")[2], name): named for (package, name), named in whole.items() if "." in package}
    assert not {package for package, _ in inside} & {package for package, _ in whole}, "two packages of one name"
    return whole | inside


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

    for name, node in _defined(tree):
        if name == function.name:
            Forgetting().visit(node)
    return Acts({**acts.sources, function.module: ast.unparse(ast.fix_missing_locations(tree))})


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for one in tree.body:
        if isinstance(one, ast.FunctionDef):
            yield one.name, one
        elif isinstance(one, ast.ClassDef):
            yield from ((f"{one.name}.{each.name}", each) for each in one.body if isinstance(each, ast.FunctionDef))


def _own_parts(one: ast.stmt) -> Iterator[ast.AST]:
    """Yield what a statement works out itself, on every way: not the statements that stand in it."""
    if isinstance(one, ast.FunctionDef | ast.ClassDef | ast.Try):
        return
    if isinstance(one, ast.If | ast.While):
        yield one.test
    elif isinstance(one, ast.For):
        yield one.iter
    elif isinstance(one, ast.With):
        yield from (item.context_expr for item in one.items)
    else:
        yield one


def _is_taken(one: ast.stmt) -> bool:
    """Tell whether a loop goes round once at least: it is over a tuple that names something."""
    return (
        isinstance(one, ast.For) and isinstance(one.iter, ast.Tuple) and not isinstance(one.iter.elts[0], ast.Starred)
    )


def _says_nothing(value: ast.expr | None) -> bool:
    """Tell whether a value tells of no record: nothing at all, no, or an empty collection."""
    if isinstance(value, ast.Call):
        return _name(value.func) in ("frozenset", "set", "list", "dict") and not value.args
    if isinstance(value, ast.Tuple | ast.List):
        return not value.elts
    return value is None or (isinstance(value, ast.Constant) and not value.value)


@cache
def _gives_back(one: ast.stmt) -> bool:
    return any(isinstance(inner, ast.Return) and not _says_nothing(inner.value) for inner in ast.walk(one))


@cache
def _called(node: ast.AST) -> tuple[str, ...]:
    return tuple(_names(node))


def _names(node: ast.AST) -> Iterator[str]:
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


@cache
def _imported(source: str) -> dict[str, tuple[str, str]]:
    """Return what names of a module stand for, where they come from other files of the acts."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("inspection.acts."):
            module = (node.module or "").removeprefix("inspection.acts.")
            for alias in node.names:
                found[alias.asname or alias.name] = (module, alias.name)
    return found
