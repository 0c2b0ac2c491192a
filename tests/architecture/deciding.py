"""Where rules are decided: never in a flow, an access rule never on a screen, a sending only in the outbox."""

import ast
import re
from collections import defaultdict

from architecture.house import Finding, House, Source, inside, unparsed

# In whose name a flow acts, how Prefect is reached, and nothing else.
_MACHINERY = frozenset({"flows/__init__.py", "flows/acting.py", "flows/tracking.py"})
_BY_HAND = frozenset(
    {"flows/approve_week.py"}
)  # what a person starts and no schedule may: no flow, and glue all the same
_MOST_LINES = 15
_RECKONING = (ast.Sub, ast.Mult, ast.Mod, ast.FloorDiv, ast.Pow)  # texts and lists are added up, too
_LEASES = frozenset({"acquire_lease", "sent_in_time", "postpone"})
_OUTBOX = "inspection/acts/outbox/"
_ACTING = ("inspection/acts/", "inspection/weeks/", "flows/", "dashboards/")


def rules_in_flows(house: House) -> list[Finding]:
    """Return files of `flows` that hold no flow, and what reckons in them: a flow is a table of contents."""
    found = []
    for source in house.sources("flows"):
        if source.path.count("/") > 1 or source.path in _MACHINERY:
            continue
        functions = [node for node in source.tree.body if isinstance(node, ast.FunctionDef)]
        if source.path not in _BY_HAND and not any("flow" in _decorators(one) for one in functions):
            found.append(source.at(1, "a file of flows without a flow"))
        for one in functions:
            if not _decorators(one) & {"flow", "task"}:
                found += _more_than_glue(source, one)
    return found


def _decorators(function: ast.FunctionDef) -> set[str]:
    return {unparsed(one).partition("(")[0] for one in function.decorator_list}


def _more_than_glue(source: Source, function: ast.FunctionDef) -> list[Finding]:
    """Neither flow nor task: a few lines that carry something from here to there, and reckon nothing."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    lines = (function.end_lineno or 0) - body[0].lineno + 1
    reckons = [node for node in inside(function) if isinstance(node, ast.BinOp) and isinstance(node.op, _RECKONING)]
    reckons += [node for node in inside(function) if isinstance(node, ast.Call) and _called(node) == "timedelta"]
    if lines > _MOST_LINES:
        return [source.at(function, f"{function.name} is {lines} lines of a flow, and neither flow nor task")]
    return [source.at(one, f"{function.name} reckons in a flow") for one in reckons[:1]]


def _called(call: ast.Call) -> str:
    return unparsed(call.func).rpartition(".")[2]


def access_on_screens(house: House) -> list[Finding]:
    """Return where a screen looks at a role to decide: the table in `inspection.trust` says who may what."""
    found = []
    for source in house.sources("dashboards"):
        for node in source.nodes:
            parts: list[ast.AST] = []
            if isinstance(node, ast.Compare):
                parts = [node.left, *node.comparators]
            elif isinstance(node, ast.Match):
                parts = [node.subject]
            elif isinstance(node, ast.Subscript):
                parts = [node.slice] if unparsed(node.slice).endswith("user.role") else []
            if any(isinstance(part, ast.Attribute) and part.attr in {"role", "for_role"} for part in parts):
                found.append(source.at(node, f"a screen decides access: {unparsed(node)}"))
    return found


def second_outbox(house: House) -> list[Finding]:
    """Return where something is leased or handed to a transport outside of the one outbox."""
    found = []
    for source in house.sources():
        if not source.path.startswith(_ACTING) or source.path.startswith(_OUTBOX):
            continue
        for node in source.nodes:
            if isinstance(node, ast.Assign) and any(_is_lease(target) for target in node.targets):
                found.append(source.at(node, "takes a lease outside of the outbox"))
            elif isinstance(node, ast.Call) and (_called(node) in _LEASES or unparsed(node.func).endswith(".send")):
                found.append(source.at(node, f"sends outside of the outbox: {unparsed(node.func)}"))
    return found


def _is_lease(target: ast.AST) -> bool:
    return isinstance(target, ast.Attribute) and target.attr.startswith("lease")


def codes_with_two_meanings(house: House) -> list[Finding]:
    """Return error codes that stand twice in the registries: a reader of YAML would keep the last, and say nothing."""
    places: dict[str, list[Finding]] = defaultdict(list)
    for path in ("inspection/faults.yaml", "sectors/faults.yaml"):
        for n, line in enumerate(house.texts[path].splitlines(), 1):
            if code := re.match(r"[A-Z]+-\d{3}(?=:)", line):
                places[code[0]].append(Finding(path, n, f"{code[0]} has a meaning already"))
    return [one for found in places.values() for one in found[1:]]


def faults_with_one_name(house: House) -> list[Finding]:
    """Return classes of faults that share a name: who catches one by its name would catch the other."""
    places: dict[str, list[Finding]] = defaultdict(list)
    for source in house.sources():
        for node in source.nodes:
            if isinstance(node, ast.ClassDef) and node.name.endswith(("Fault", "Error", "Refused")):
                places[node.name].append(source.at(node, f"another {node.name}"))
    return [one for found in places.values() for one in found[1:]]
