"""Where rules are decided: never in a flow, an access rule never on a screen, a sending only in the outbox."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from architecture.house import Finding, House, Source, inside, unparsed

# In whose name a flow acts, how Prefect is reached, set up and started, and nothing else.
_MACHINERY = frozenset(
    {
        *("flows/__init__.py", "flows/acting.py", "flows/tracking.py"),
        *("flows/scheduling/here.py", "flows/scheduling/setup.py", "flows/scheduling/__init__.py"),
    }
)
# The terminal: it asks and shows, in whichever numbers of rows and columns. What it may decide acts decide.
_TERMINAL = "flows/command/"
_BY_HAND = frozenset(
    {"flows/approve_week.py"}
)  # what a person starts and no schedule may: no flow, and glue all the same
_MOST_LINES = 15
_RECKONING = (ast.Sub, ast.Mult, ast.Mod, ast.FloorDiv, ast.Pow)  # texts and lists are added up, too
_ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_COLLECTIONS = frozenset({"frozenset", "set", "dict", "tuple", "MappingProxyType", "timedelta"})
_OF_PREFECT = "is how runs of Prefect are begun again, and no rule of the inspection"
# What in a flow is no rule, by file and as it is written there.
_NO_RULE: dict[str, dict[str, str]] = {
    "flows/watch_run.py": dict.fromkeys(
        (
            "BEGUN_AGAIN = 'begun-again:'",
            "BY_HOUR = 'auto-scheduled'",
            "MOST = 2",
            "what != 'crashed'",
            "times > MOST",
        ),
        _OF_PREFECT,
    ),
    "flows/scheduling/accounts.py": {
        "_ASKED = {'workplace_in_no_register': 'the direction, for the registers'}": "is whom an account names to ask",
        "['---'] * len(columns)": "draws a table",
    },
}
_LEASES = frozenset({"acquire_lease", "sent_in_time", "postpone"})
_OUTBOX = "inspection/acts/outbox/"
_ACTING = ("inspection/acts/", "inspection/weeks/", "flows/", "dashboards/")


def rules_in_flows(house: House) -> list[Finding]:
    """Return files of `flows` that hold no flow, and what decides in them: a flow is a table of contents.

    Flows and tasks may be long, and no more than that: none has a constant, reckons, or holds something against a
    number, a text or a size. What is told by a state is held against its enum.
    """
    found = []
    for source in house.sources("flows"):
        if source.path in _MACHINERY or source.path.startswith(_TERMINAL):
            continue
        functions = [node for node in source.tree.body if isinstance(node, ast.FunctionDef)]
        if source.path.count("/") == 1:
            if source.path not in _BY_HAND and not any("flow" in _decorators(one) for one in functions):
                found.append(source.at(1, "a file of flows without a flow"))
            found += [
                one for each in functions if not _decorators(each) & {"flow", "task"} for one in _long(source, each)
            ]
        known = _NO_RULE.get(source.path, {})
        found += [
            source.at(node, f"{why}: {unparsed(node)}") for node, why in _rules(source) if unparsed(node) not in known
        ]
    return found


def _decorators(function: ast.FunctionDef) -> set[str]:
    return {unparsed(one).partition("(")[0] for one in function.decorator_list}


def _long(source: Source, function: ast.FunctionDef) -> list[Finding]:
    """Neither flow nor task: a few lines that carry something from here to there."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    lines = (function.end_lineno or 0) - body[0].lineno + 1
    told = f"{function.name} is {lines} lines of a flow, and neither flow nor task"
    return [source.at(function, told)] if lines > _MOST_LINES else []


def _rules(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Yield what decides in a file, and how: constants, sums, and what holds something against a value."""
    for node in source.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _is_literal(node.value):
            yield node, "a constant in a flow"
    for node in source.nodes:
        if (isinstance(node, ast.BinOp) and isinstance(node.op, _RECKONING)) or (
            isinstance(node, ast.Call) and _called(node) == "timedelta"
        ):
            yield node, "reckons in a flow"
        elif isinstance(node, ast.Compare) and _decides(node):
            yield node, "decides in a flow"
        elif isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant):
            yield node.value, "decides in a flow"


def _is_literal(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return unparsed(value.func) in _COLLECTIONS
    return isinstance(value, ast.Constant | ast.Tuple | ast.List | ast.Set | ast.Dict)


def _decides(node: ast.Compare) -> bool:
    parts = [node.left, *node.comparators]
    parts += [one for part in parts if isinstance(part, ast.Tuple | ast.List | ast.Set) for one in part.elts]
    is_by_value = any(isinstance(part, ast.Constant) and part.value is not None for part in parts)
    return is_by_value or any(isinstance(op, _ORDERED) for op in node.ops)


def _called(call: ast.Call) -> str:
    return unparsed(call.func).rpartition(".")[2]


def access_on_screens(house: House) -> list[Finding]:
    """Return where a screen decides who may know what: acts give each reader what they may know, and pages draw it.

    A screen looks at no role: the table in `inspection.trust` says who may what. Nor does it hold the id, the team or
    the district of whoever asks against anything, but in the places of `_OWN`.
    """
    found = []
    for source in house.sources("dashboards"):
        found += [source.at(n, f"a screen decides access: {unparsed(n)}") for n in source.nodes if _looks_at_a_role(n)]
        if "user." in source.text:
            found += [
                source.at(one, f"a screen decides what its reader may know: {unparsed(one)}") for one in _own(source)
            ]
    for path, text in sorted(house.texts.items()):
        if path.startswith("dashboards/") and path.endswith(".html"):
            lines = [n for n, line in enumerate(text.splitlines(), 1) if _COMPARED.search(line)]
            if len(lines) > len(_OWN.get(path, ())):
                found += [Finding(path, n, "a template decides what its reader may know") for n in lines]
    return found


# Where a screen may hold who asks against something, by function or by line of a template, and what for. The act that
# is offered there refuses for itself whoever may not.
_SECOND_PERSON = "offers a decision to everybody but whoever proposed it"
_ONES_OWN = "picks one's own out of what the act gave to the reader, or orders it first"
_SESSION = "tells whether what a session keeps was read by whoever asks now"
_OWN: dict[str, dict[str, str]] = {
    "dashboards/office/administration/outside.py": {"_presses": _SECOND_PERSON},
    "dashboards/office/administration/people.py": {"_presses": _SECOND_PERSON},
    "dashboards/office/administration/reaching.py": {"_waiting": _SECOND_PERSON},
    "dashboards/office/documents/reading.py": {"_drawn": _SECOND_PERSON},
    "dashboards/office/templates/case_changes.html": {"is_own": _SECOND_PERSON},
    "dashboards/office/waiting/showing.py": {"_changes": _SECOND_PERSON},
    "dashboards/widgets/targeting/proposals.py": {"_decision": _SECOND_PERSON},
    "dashboards/office/control_form/visit.py": {"_people": _ONES_OWN},
    "dashboards/office/documents/calendars.py": {"_drawn": _ONES_OWN},
    "dashboards/office/holds/listing.py": {"drawn": _ONES_OWN},
    "dashboards/office/referrals/entering.py": {"_inspectors": _ONES_OWN},
    "dashboards/office/sessions.py": {"_devices": _ONES_OWN},
    "dashboards/office/templates/waiting.html": {"changes.own": _ONES_OWN},
    "dashboards/office/administration/retention.py": {"_drawn": _SECOND_PERSON},
    "dashboards/portal/beside.py": {"beside": _ONES_OWN},
    "dashboards/widgets/map/coverage.py": {"_seen": _SESSION},
    "dashboards/widgets/shared/looking.py": {"looking_at": _SESSION},
}
_ASKER = re.compile(r"\buser\.(id|team|district)$")
_COMPARED = re.compile(
    r"(==|!=| in )\s*\(?\s*visitor\.user\.(id|team|district)|visitor\.user\.(id|team|district)\s*(==|!=|in |not in )"
)


def _own(source: Source) -> list[ast.AST]:
    """Return where a file holds who asks against something, or lets its template, outside of what `_OWN` lists."""
    known = _OWN.get(source.path, {})
    found: dict[int, ast.AST | None] = {}
    for function in (source.tree, *(node for node in source.nodes if isinstance(node, ast.FunctionDef))):
        names = _names_of_who_asks(function) if isinstance(function, ast.FunctionDef) else frozenset[str]()
        is_known = isinstance(function, ast.FunctionDef) and function.name in known
        mine = (one for one in inside(function) if _compares_who_asks(one, names) or _hands_on_who_asks(one))
        found |= {id(one): None if is_known else one for one in mine}
    return [one for one in found.values() if one is not None]


def _looks_at_a_role(node: ast.AST) -> bool:
    parts: list[ast.AST] = []
    if isinstance(node, ast.Compare):
        parts = [node.left, *node.comparators]
    elif isinstance(node, ast.Match):
        parts = [node.subject]
    elif isinstance(node, ast.Subscript):
        parts = [node.slice] if unparsed(node.slice).endswith("user.role") else []
    return any(isinstance(part, ast.Attribute) and part.attr in {"role", "for_role"} for part in parts)


def _names_of_who_asks(function: ast.FunctionDef) -> frozenset[str]:
    """Return the names by which a function knows the id, the team or the district of whoever asks."""
    given = (node for node in inside(function) if isinstance(node, ast.Assign) and _ASKER.search(unparsed(node.value)))
    return frozenset(target.id for node in given for target in node.targets if isinstance(target, ast.Name))


def _hands_on_who_asks(node: ast.AST) -> bool:
    """Tell whether a page is given who asks by a name of its own: its template would compare that."""
    if not isinstance(node, ast.Call) or unparsed(node.func).startswith("acts.") or _called(node) == "say":
        return False
    return any(isinstance(one.value, ast.Attribute) and _ASKER.search(unparsed(one.value)) for one in node.keywords)


def _compares_who_asks(node: ast.AST, names: frozenset[str]) -> bool:
    """Tell whether who asks is held against something: by an attribute of theirs, or by a name for it."""
    if not isinstance(node, ast.Compare) or all(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
        return False
    parts = [node.left, *node.comparators]
    parts += [one for part in parts if isinstance(part, (ast.Tuple, ast.List, ast.Set)) for one in part.elts]
    return any(
        (isinstance(part, ast.Attribute) and _ASKER.search(unparsed(part)))
        or (isinstance(part, ast.Name) and part.id in names)
        for part in parts
    )


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
