"""The shape of the house: who may import whom, what may be where, and how large things may grow."""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from benchmarks.house import circles, faces, imported, module_of, package_of

ROOT = Path(__file__).parent.parent
PACKAGES = ("sectors", "inspection", "flows", "dashboards")
PURE = frozenset({"territory", "registers", "targeting", "planning", "control", "referral", "reporting"})
LOWEST = frozenset(
    {
        "errors",
        "settings",
        "time_of",
        "i18n",
        "keys",
        "sealing",
        "failpoints",
        "progress",
        "unexpected",
        "life_cycles",
    }
)
MAY_IMPORT = {
    "sectors": frozenset({"sectors"}),
    "inspection": frozenset({"sectors", "inspection"}),
    "flows": frozenset({"sectors", "inspection", "flows"}),
    "dashboards": frozenset({"sectors", "inspection", "dashboards"}),
}
LAYERS = {
    **dict.fromkeys(LOWEST, LOWEST),
    **dict.fromkeys(PURE, LOWEST | PURE),
    "store": LOWEST | PURE | {"store"},
    "trust": LOWEST | PURE | {"store", "trust"},
    "acts": LOWEST | PURE | {"store", "trust", "acts"},
    "weeks": LOWEST | PURE | {"store", "trust", "acts", "weeks"},
    "demo": LOWEST | PURE | {"store", "trust", "acts", "weeks", "demo"},
}


def sources(*packages: str) -> list[Path]:
    return sorted(
        p for package in packages or PACKAGES for p in (ROOT / package).rglob("*.py") if "versions" not in p.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def roots(path: Path) -> set[str]:
    """The first names of what a file imports."""
    return {name.split(".")[0] for name in imports(path)}


def layer_of(path: Path) -> str:
    """The part of `inspection` in which a file lies."""
    return path.relative_to(ROOT / "inspection").with_suffix("").parts[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_import_downwards_only(package: str):
    """sectors <- inspection <- flows | dashboards; the command, as composition root, may start the screens."""
    for path in sources(package):
        allowed = MAY_IMPORT[package] | ({"dashboards"} if "command" in path.parts else frozenset())
        above = roots(path) & set(PACKAGES) - allowed
        assert not above, f"{module_of(path)} imports {sorted(above)}"


def test_layers_inside_inspection_hold():
    """The calculations know neither store nor acts; the store does not know the acts."""
    for path in sources("inspection"):
        layer = layer_of(path)
        used = {name.split(".")[1] for name in imports(path) if name.startswith("inspection.")}
        assert layer == "__init__" or used - LAYERS[layer] <= {"errors"}, f"{module_of(path)} imports {sorted(used)}"


@pytest.mark.parametrize(("tool", "place"), [("prefect", "flows"), ("streamlit", "dashboards")])
def test_only_flows_know_prefect_and_only_dashboards_streamlit(tool: str, place: str):
    """A scheduler or a screen can be replaced without touching the product."""
    knowing = [path for path in sources() if tool in roots(path)]
    assert [module_of(path) for path in knowing if path.relative_to(ROOT).parts[0] != place] == []


def test_calculations_open_no_session():
    """Only the store and what lies above it may touch the database."""
    calculating = [path for path in sources("inspection") if layer_of(path) in PURE | LOWEST]
    tools = {"sqlmodel", "sqlalchemy", "alembic", "sqlcipher3", "psycopg"}
    assert [module_of(path) for path in calculating if roots(path) & tools] == []


def test_packages_meet_through_their_faces():
    """Whoever is outside of a package uses what its face offers, never a module inside it.

    A module that lies beside packages (`inspection.acts.context`, `inspection.store.views`) is offered as it is.
    """
    for path in sources():
        own = package_of(module_of(path))
        deep = {
            name
            for name in imported(tree(path))
            if (there := package_of(name)) not in ("", name)
            and not f"{own}.".startswith(f"{there}.")
            and not any(face.startswith(f"{there}.") for face in faces())
        }
        assert not deep, f"{module_of(path)} reaches into {sorted(deep)}"


@pytest.mark.parametrize("face", sorted(faces()))
def test_a_face_gives_what_it_offers(face: str):
    """A face is loaded name by name, when somebody asks: each can be had, also those that only others call."""
    module = importlib.import_module(face)
    assert [name for name in module.__all__ if getattr(module, name, None) is None] == []


def test_packages_form_no_circle():
    """What a package stands on never stands on it: whoever reads one from below has read all that it needs."""
    found = circles({path: tree(path) for path in sources()})
    assert not found, f"a circle among {sorted(found)}"


def test_no_folder_is_a_heap():
    """More than 22 files in a folder say that it is several."""
    folders: dict[Path, int] = {}
    for path in sources():
        folders[path.parent] = folders.get(path.parent, 0) + 1
    assert not {module_of(folder): n for folder, n in folders.items() if n > 22}


def test_nobody_hides_code_in_a_drawer():
    """No module is called utils, helpers, misc, common or manager."""
    drawers = {"utils", "helpers", "misc", "manager"}
    assert not [p for p in sources() if drawers & {p.stem, *p.parent.parts[-1:]}]


def test_files_and_functions_stay_small():
    """A file over 400 lines or a function over 50 says that it is two things."""
    faults = []
    for path in sources():
        text = path.read_text()
        if text.count("\n") > 400:
            faults.append(module_of(path))
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                if (node.end_lineno or 0) - first.lineno + 1 > 50:
                    faults.append(f"{module_of(path)}.{node.name}")
    assert not faults


def test_no_law_in_code():
    """Articles, amounts and legal deadlines are data in sectors/."""
    law = re.compile(r"\bart(?:icle)?s?\.?\s*\d{2,3}\b|433quinquies|\b\d[\d_.]*\s*(?:EUR|euro)\b", re.IGNORECASE)
    found = [f"{module_of(p)}: {m.group(0)}" for p in sources() for m in law.finditer(p.read_text())]
    assert not found


def test_a_fault_has_one_name():
    """Who catches a fault by its name catches every one of that name: no two classes share it."""
    names = [
        node.name
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Fault", "Error", "Refused"))
    ]
    assert sorted(names) == sorted(set(names))


def test_no_clock_is_named_in_code():
    """Which clocks exist, and when they start, is data: no module of the calculations names one."""
    clocks = re.compile(r"^  (\w+):$", re.MULTILINE).findall((ROOT / "sectors/common/clocks.yaml").read_text())
    named = [(module_of(p), key) for p in sources("inspection") for key in clocks if f'"{key}"' in p.read_text()]
    assert len(clocks) >= 5
    assert not named


LINK_NAMES = frozenset(
    {"LinkKeyRow", "LinkDecisionRow", "LinkFileRow", "LinkFileStepRow", "find_links", "list_links", "links_of"}
)
MAY_READ_LINKS = (
    "inspection.store",
    "inspection.referral",
    "inspection.reporting.cases.link_file",
    "inspection.acts.links",
    "inspection.acts.bundles.link_keys",
    "inspection.acts.figures.deliveries",
    "inspection.acts.retention.erasable",
    "flows.command.",
    "dashboards.",
)
MAY_KEEP_KEYS = frozenset({"inspection.acts.bundles.referring", "inspection.acts.links.deciding"})


def test_a_link_is_no_feature_and_no_label():
    """Links are read by their own acts, screen and commands: nothing that scores or selects knows them.

    Figures count how many were confirmed or rejected, never between whom.
    """
    reads = {module_of(p) for p in sources() if {name.split(".")[-1] for name in imports(p)} & LINK_NAMES}
    assert not [module for module in reads if not module.startswith(MAY_READ_LINKS)]
    keeps = {module_of(p) for p in sources("inspection") if "inspection.acts.bundles.link_keys" in imports(p)}
    assert {m for m in keeps if m != "inspection.acts.bundles.link_keys"} <= MAY_KEEP_KEYS


def test_targeting_and_links_share_nothing():
    """Neither imports the other, and no signal, card or register rule speaks of a link."""
    for path in sources("inspection"):
        module, used = module_of(path), imports(path)
        if module.startswith("inspection.targeting"):
            assert not [name for name in used if name.startswith(("inspection.referral", "sectors.rules.links"))], (
                module
            )
        if "link" in module.rpartition(".")[2]:
            assert not [name for name in used if name.startswith("inspection.targeting")], module
    signals = (ROOT / "sectors/common/signals.yaml").read_text()
    assert "link_key" not in signals
    assert "referral" not in signals
