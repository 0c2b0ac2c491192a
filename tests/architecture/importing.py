"""Who may import whom: layers, faces, circles, and what only one layer may know."""

import ast

from architecture.house import CALCULATIONS, LOWEST, PURE, Finding, House, Source
from benchmarks.house import PACKAGES, circles

_MAY_IMPORT = {
    "sectors": {"sectors"},
    "inspection": {"sectors", "inspection"},
    "flows": {"sectors", "inspection", "flows"},
    "dashboards": {"sectors", "inspection", "dashboards"},
}
_RISING = (*CALCULATIONS, "store", "trust", "acts", "weeks", "demo")
_LAYERS = {
    **dict.fromkeys(LOWEST, LOWEST),
    **{layer: LOWEST | {*_RISING[: n + 1]} for n, layer in enumerate(_RISING)},
}
_DATABASES = frozenset({"sqlmodel", "sqlalchemy", "alembic", "sqlcipher3", "psycopg"})
_ONLY_IN = {"prefect": "flows", "streamlit": "dashboards"}  # a scheduler or a screen can be replaced


def upwards(house: House) -> list[Finding]:
    """Return what imports a package or a layer that stands above it."""
    return [found for source in house.sources() for found in (*_packages(source), *_layers(source))]


def _packages(source: Source) -> list[Finding]:
    """The command, as composition root, may start the screens."""
    allowed = _MAY_IMPORT[source.package] | ({"dashboards"} if "/command/" in source.path else set())
    roots = {(line, name.partition(".")[0]) for line, name in source.imports()}
    return [
        source.at(n, f"imports {root}, which is above") for n, root in roots if root in PACKAGES and root not in allowed
    ]


def _layers(source: Source) -> list[Finding]:
    allowed = _LAYERS.get(source.layer)
    if allowed is None:  # the package itself
        return []
    used = {(n, name.split(".")[1]) for n, name in source.imports() if name.startswith("inspection.")}
    return [
        source.at(n, f"{source.layer} imports {layer}, which is above") for n, layer in used if layer not in allowed
    ]


def kept_apart(house: House) -> list[Finding]:
    """Return what knows Prefect, Streamlit or a database where it may not: calculations open no session."""
    found = []
    for source in house.sources():
        for line, name in source.imports():
            root = name.partition(".")[0]
            if _ONLY_IN.get(root, source.package) != source.package:
                found.append(source.at(line, f"{root} is for {_ONLY_IN[root]} only"))
            if source.layer in PURE | LOWEST and root in _DATABASES:
                found.append(source.at(line, f"a calculation opens no session: {root}"))
    return found


def read_past_acts(house: House) -> list[Finding]:
    """Return where a screen, a flow or a week reads the store itself: it reads through acts, which ask.

    What a row looks like from outside (a view) and the words of a column (a constant) are no records.
    """
    outer = (one for one in house.sources() if one.package in ("dashboards", "flows") or one.layer == "weeks")
    return [found for source in outer for found in (*_taken_from_store(source), *_store_opened(source))]


def _taken_from_store(source: Source) -> list[Finding]:
    taken = [
        (node, f"{node.module}.{alias.name}")
        for node in source.nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    whole = [(node, alias.name) for node in source.nodes if isinstance(node, ast.Import) for alias in node.names]
    return [
        source.at(node, f"reads {name} itself: an act does, and asks")
        for node, name in (*taken, *whole)
        if (name.startswith("inspection.store") and not _is_view(name)) or name.partition(".")[0] in _DATABASES
    ]


def _is_view(name: str) -> bool:
    module, _, last = name.rpartition(".")
    return last.endswith("View") or last.isupper() or module == "inspection.store.views"


def _store_opened(source: Source) -> list[Finding]:
    return [
        source.at(node, f"calls store.{node.attr} itself: an act does, and asks")
        for node in source.nodes
        if isinstance(node, ast.Attribute)
        and node.attr in ("read", "write", "unseal")
        and isinstance(node.value, ast.Attribute | ast.Name)
        and "store" in (getattr(node.value, "attr", ""), getattr(node.value, "id", ""))
    ]


def past_faces(house: House) -> list[Finding]:
    """Return what reaches into a package instead of asking its face.

    A module that lies beside packages (`inspection.acts.context`, `inspection.store.views`) is offered as it is.
    """
    above = {face.rpartition(".")[0] for face in house.faces}
    found = []
    for source in house.sources():
        own = house.package_of(source.module)
        for line, name in source.named():
            there = house.package_of(name)
            if there not in ("", name) and not f"{own}.".startswith(f"{there}.") and there not in _all_above(above):
                found.append(source.at(line, f"reaches into {name}, past the face of {there}"))
    return found


def _all_above(packages: set[str]) -> set[str]:
    return {".".join(one.split(".")[:n]) for one in packages for n in range(1, one.count(".") + 2)}


def in_circles(house: House) -> list[Finding]:
    """Return the packages that stand on one another: whoever reads one from below has read all that it needs.

    Also where one is taken as a name from the package above it, as in `from inspection.acts import outbox`.
    """
    uses = {source.module: {name for _, name in source.imports()} for source in house.sources()}
    return [
        Finding(name.replace(".", "/"), 1, "is in a circle of packages") for name in sorted(circles(uses, house.faces))
    ]


def relative(house: House) -> list[Finding]:
    """Return imports that do not say from where."""
    return [
        source.at(node, "a relative import")
        for source in house.sources()
        for node in source.nodes
        if getattr(node, "level", 0)
    ]
