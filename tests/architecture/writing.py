"""What stands in the code: no law, no clock in a calculation, no bare state; small files, and no drawers."""

import ast
import re
from collections.abc import Mapping
from functools import cache

from architecture.house import LOWEST, PURE, Finding, House, Source, inside, parsed, unparsed

_LAW = re.compile(r"\bart(?:icle)?s?\.?\s*\d{2,3}\b|433quinquies|\b\d[\d_.]*\s*(?:EUR|euro)\b", re.IGNORECASE)
_DEADLINE = re.compile(r"DEADLINE|(?:WITHIN|AFTER|LIMIT\w*|PRESCRI\w*)_(?:DAYS|WEEKS|MONTHS|YEARS)")
_NO_DEADLINE = (0, 1)  # nothing, and the day before or after
_MONTH_AND_MORE_DAYS = 31  # a month's end is found by going beyond it: a calendar's trick, no deadline
_DURATIONS = frozenset({"days", "weeks", "hours", "minutes"})
_NAMED_DURATION = re.compile(r"(?:^|_)(?:DAYS|WEEKS|MONTHS|YEARS|HOURS|MINUTES)$")
_UNIT = "is a unit: something is reckoned or told in it"
_MACHINE = "is how often or how long a machine tries, no wait that somebody has to keep"
_MEASURE = "is a part of what a measure is, told where it is defined"
# Durations in code that are no policy of anybody's, by file and as they are written there.
TECHNICAL: dict[str, dict[str, str]] = {
    "inspection/acts/alerts/alarms.py": {"timedelta(minutes=1)": "keeps a period from being nothing"},
    "inspection/acts/board/lateness.py": {"timedelta(hours=1)": _UNIT, "timedelta(minutes=1)": _UNIT},
    "inspection/acts/controls/looking_up.py": {"timedelta(hours=1)": "is the hour of the rule: so many an hour"},
    "inspection/acts/identity/guarding.py": {"timedelta(minutes=1)": _UNIT},
    "inspection/acts/joint_actions/calendar.py": {"timedelta(weeks=8)": "is how far a list looks ahead"},
    "inspection/acts/outbox/leasing.py": {"timedelta(hours=1)": _MACHINE},
    "inspection/acts/staff/roster.py": {"DAY_MINUTES = 1440": _UNIT},
    "inspection/acts/stories/story.py": {"_AHEAD_DAYS = 60": "is how far a page looks ahead"},
    "inspection/control/filled/onsite.py": {"MOST_HOURS = 100000": "is what no answer can be, so that a slip is told"},
    "inspection/control/situations/filling.py": {"timedelta(hours=1)": "is of an invented control"},
    "inspection/planning/problem/model.py": {"DAY_MINUTES = 1440.0": _UNIT, "SAME_MINUTES = 0.5": "rounds"},
    "inspection/registers/gate/distributions.py": {"_SETTLED_DAYS = 1827": _MEASURE},
    "inspection/targeting/signals/figures.py": {
        "YEAR_DAYS = 365": _MEASURE,
        "SHORT_DAYS = 2": _MEASURE,
        "timedelta(days=YEAR_DAYS)": _MEASURE,
    },
    "inspection/weeks/output/background_jobs.py": {"timedelta(minutes=10)": _MACHINE, "timedelta(minutes=1)": _MACHINE},
    "inspection/weeks/year_shares.py": {"WEEKS = 52": _UNIT},
}
_CLOCKS = frozenset({"now", "utcnow", "today", "time", "time_ns", "localtime"})
_MODULES_OF_CLOCKS = frozenset({"datetime", "date", "time", "datetime.datetime", "datetime.date"})
_DRAWERS = frozenset({"utils", "helpers", "misc", "common", "manager"})
_MOST_FILES, _MOST_LINES, _MOST_OF_A_FUNCTION = 22, 400, 50


def law_in_code(house: House) -> list[Finding]:
    """Return articles and amounts anywhere, and deadlines below the screens: they are dated, sourced data in sectors/.

    A deadline is a duration of days, weeks, hours or minutes that is written in the code, but those of `TECHNICAL`.
    """
    found = []
    for source in house.sources():
        found += [source.at(n, f"law in code: {words}") for n, words in _articles(source.text)]
        if source.layer in PURE | {"acts", "weeks"}:
            known = TECHNICAL.get(source.path, {})
            deadlines = ((node, unparsed(node)) for node in source.nodes if _is_deadline(node, source))
            found += [source.at(node, f"a deadline in code: {told}") for node, told in deadlines if told not in known]
    return found


def technical_of_nothing(house: House) -> list[Finding]:
    """Return what `TECHNICAL` excuses and no file has any more: it would let the next one through."""
    sources = {source.path: source for source in house.sources()}
    found = []
    for path, known in TECHNICAL.items():
        source = sources.get(path)
        there = {unparsed(node) for node in source.nodes if _is_deadline(node, source)} if source else set()
        found += [Finding(path, 1, f"excused, and not there: {one}") for one in known if one not in there]
    return found


@cache
def _articles(text: str) -> tuple[tuple[int, str], ...]:
    """Return what reads as law, with its line; a text is read once, in however many trees it stands."""
    return tuple((n, m[0]) for n, line in enumerate(text.splitlines(), 1) for m in _LAW.finditer(line))


def _is_deadline(node: ast.AST, source: Source) -> bool:
    if isinstance(node, ast.Call) and unparsed(node.func).endswith("timedelta"):
        given = [(each.arg, each.value) for each in node.keywords] + [("days", one) for one in node.args[:1]]
        values = ((unit, _number(value, source)) for unit, value in given if unit in _DURATIONS)
        return any(n is not None and n not in _harmless(unit) for unit, n in values)
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [one.id for one in targets if isinstance(one, ast.Name)]
        is_one = any(_DEADLINE.search(name) or _NAMED_DURATION.search(name) for name in names)
        return is_one and _number(node.value, source) is not None
    return False


def _harmless(unit: str) -> tuple[int, ...]:
    """A day is the next or the last one; an hour, a minute and a week are durations, however round."""
    return (*_NO_DEADLINE, _MONTH_AND_MORE_DAYS) if unit == "days" else (0,)


def _number(value: ast.expr, source: Source) -> float | None:
    """Return the number that an expression is by itself or by a name of its module, else None."""
    parts = [node for node in inside(value) if isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Constant)]
    if all(isinstance(one, ast.Constant) and isinstance(one.value, int | float) for one in parts) and parts:
        return float(eval(unparsed(value), {"__builtins__": {}}))  # noqa: S307  of numbers alone, in our own source
    return _constants(source.text).get(value.id) if isinstance(value, ast.Name) else None


@cache
def _constants(text: str) -> dict[str, float]:
    """Return the numbers that a module names."""
    given = (node for node in parsed(text).body if isinstance(node, ast.Assign | ast.AnnAssign))
    return {
        target.id: float(node.value.value)
        for node in given
        if isinstance(node.value, ast.Constant) and type(node.value.value) in (int, float)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def clocks_read(house: House) -> list[Finding]:
    """Return calculations that ask what time it is: they are given `on` or `at`, and may measure how long they take."""
    found = []
    for source in house.sources("sectors", "inspection"):
        if source.layer not in PURE | LOWEST | {"store", ""} or source.path == "inspection/time_of.py":
            continue
        found += [
            source.at(n, f"imports {name}") for n, name in source.imports() if name in _OURS and source.layer in PURE
        ]
        for node in source.nodes:
            if isinstance(node, ast.Call) and _is_clock(node.func):
                found.append(source.at(node, f"reads the clock: {unparsed(node)}"))
    return found


def _is_clock(called: ast.expr) -> bool:
    is_named = isinstance(called, ast.Attribute) and called.attr in _CLOCKS
    return is_named and unparsed(called.value) in _MODULES_OF_CLOCKS


_OURS = frozenset({"inspection.time_of.now", "inspection.time_of.today"})


def days_elsewhere(house: House) -> list[Finding]:
    """Return days that are taken from a moment as it stands: it is kept in UTC, where a day begins an hour or two late.

    A moment is told by its name (`at`, `…_at`, `…_until`); `day_in_brussels` gives its day.
    """
    return [
        source.at(node, f"the day of UTC: {unparsed(node)}")
        for source in house.sources("inspection", "flows", "dashboards")
        for node in source.nodes
        if isinstance(node, ast.Call) and _is_day_of_moment(node.func)
    ]


def _is_day_of_moment(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute) or called.attr != "date":
        return False
    name = unparsed(called.value).rpartition(".")[2]
    return name == "at" or name.endswith(("_at", "_until"))


# What is named so is a state, of whatever it is: an enum in every class, or a `Literal`. The classes that hold it as a
# text: the list only shrinks, since what stands in it and is no text any more is found too.
STATES: Mapping[str, frozenset[str]] = {
    "state": frozenset(
        {
            "dashboards.office.administration.tables.Cell",  # the class of a sign, not a state of anything
            "dashboards.office.week.calendar.ActionLine",  # in the reader's words
            "inspection.acts.identity.provider.answers.ProviderAnswer",  # what OpenID Connect calls so
            "inspection.acts.portal.copies.looking.Made",  # of a delivery, a notice or a list, by the copy's kind
            "inspection.acts.portal.pages.shelves.StateNow",
            "inspection.store.portal.copies.PortalCopyRow",
            "inspection.trust.access.AskedOf",  # of anything that a rule of access is about
            "inspection.trust.rights.deciding.Thing",
        }
    ),
    "outcome": frozenset(),
    "decision": frozenset({"inspection.acts.links.files.LinkFileView"}),  # one of the words that offices use
}


def bare_states(house: House) -> list[Finding]:
    """Return states told by a text where an enum names them.

    The enums are those that the code has; what is one of them, a field or an argument says by its annotation. The
    names of `STATES` are watched everywhere, and may not be a text in another class than those that stand there. A
    further name is watched where no class has it as a text, or where an argument says so itself.
    """
    enums = _enums(house)
    literals = _literals(house)
    fields, texts = _fields(house, enums, literals)
    known = {f"{name} of {kept}" for name, classes in STATES.items() for kept in classes}
    found = [where for told, where in texts.items() if told not in known]
    found += [Finding("tests/architecture/writing.py", 1, f"no text any more: {one}") for one in known - texts.keys()]
    return found + [
        found for source in house.sources("inspection", "flows", "dashboards") for found in _bare(source, fields, enums)
    ]


def _enums(house: House) -> dict[str, frozenset[str]]:
    """Return every enum of words with the words."""
    found = {}
    for source in house.sources("inspection"):
        for node in source.nodes:
            if isinstance(node, ast.ClassDef) and any(unparsed(base).endswith("StrEnum") for base in node.bases):
                values = [
                    one.value.value
                    for one in node.body
                    if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
                ]
                found[node.name] = frozenset(map(str, values))
    return found


def _named(annotation: ast.AST | None, enums: dict[str, frozenset[str]]) -> set[str]:
    return {word for word in _words(annotation) if word in enums} if annotation is not None else set()


@cache
def _words(annotation: ast.AST) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", unparsed(annotation)))


def _literals(house: House) -> frozenset[str]:
    """Return the names that stand for a `Literal`."""
    return frozenset(
        one.targets[0].id
        for source in house.sources("inspection", "dashboards")
        for one in source.tree.body
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and unparsed(one.value).startswith("Literal[")
    )


def _fields(
    house: House, enums: dict[str, frozenset[str]], literals: frozenset[str]
) -> tuple[dict[str, set[str]], dict[str, Finding]]:
    """Return the fields that are watched, with their enums, and where a name of `STATES` is a text, by its class."""
    kinds: dict[str, set[str]] = {}
    unwatched: set[str] = set()
    texts: dict[str, Finding] = {}
    for source in house.sources("inspection", "dashboards"):
        for node, name, annotation in _annotated(source):
            named = _named(annotation, enums)
            kinds.setdefault(name, set()).update(named)
            if named or _words(annotation) & {"Literal", *literals}:
                continue
            if name in STATES:
                told = f"{name} of {source.module}.{node.name}"
                texts[told] = source.at(annotation, f"a state that is a text: {told}")
            else:
                unwatched.add(name)
    return {name: found for name, found in kinds.items() if found and name not in unwatched}, texts


def _annotated(source: Source) -> list[tuple[ast.ClassDef, str, ast.expr]]:
    """Return the fields of every class: the class, the name and what it is."""
    return [
        (node, one.target.id, one.annotation)
        for node in source.nodes
        if isinstance(node, ast.ClassDef)
        for one in node.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    ]


def _bare(source: Source, fields: dict[str, set[str]], enums: dict[str, frozenset[str]]) -> list[Finding]:
    found = []
    for function in (node for node in source.nodes if isinstance(node, ast.FunctionDef)):
        given = {one.arg: _named(one.annotation, enums) for one in [*function.args.args, *function.args.kwonlyargs]}
        found += [
            source.at(node, f"a bare state: {unparsed(node)}")
            for node, one, word in _told(function)
            if _is_bare(one, word, given, fields, enums)
        ]
    return list(dict.fromkeys(found))


@cache
def _told(function: ast.FunctionDef) -> tuple[tuple[ast.AST, ast.AST, str], ...]:
    """Return what a function compares with a text or sets to one: the statement, the thing and the text."""
    return tuple((node, one, word) for node in ast.walk(function) for one, word in _pairs(node))


def _pairs(node: ast.AST) -> list[tuple[ast.AST, str]]:
    """Return what is compared with or set to a text, with each text."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
    elif isinstance(node, ast.Assign):
        sides = [*node.targets, node.value]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"in_", "not_in"}:
        sides = [node.func.value, *node.args]  # col(Row.state).in_(("queued", "sent"))
    else:
        return []
    words = [
        one.value
        for side in sides
        for one in ast.walk(side)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    return [(side, word) for side in sides for word in words]


def _is_bare(
    one: ast.AST, word: str, given: dict[str, set[str]], fields: dict[str, set[str]], enums: dict[str, frozenset[str]]
) -> bool:
    if isinstance(one, ast.Call):  # col(Row.state) == "sent"
        one = one.args[0] if one.args else one
    kinds = (
        given.get(one.id, set())
        if isinstance(one, ast.Name)
        else fields.get(one.attr, set())
        if isinstance(one, ast.Attribute)
        else set()
    )
    return any(word in enums[kind] for kind in kinds)


def heaps(house: House) -> list[Finding]:
    """Return folders of more files than one looks through, and drawers into which anything goes."""
    folders: dict[str, int] = {}
    for source in house.sources():
        folders[source.path.rpartition("/")[0]] = folders.get(source.path.rpartition("/")[0], 0) + 1
    found = [Finding(folder, 1, f"{n} files in one folder") for folder, n in folders.items() if n > _MOST_FILES]
    return found + [
        source.at(1, "a drawer") for source in house.sources() if _DRAWERS & {*source.module.split(".")[-2:]}
    ]


def too_long(house: House) -> list[Finding]:
    """Return files and functions that are two things."""
    found = []
    for source in house.sources():
        lines = source.text.count("\n")
        if lines > _MOST_LINES:
            found.append(source.at(1, f"{lines} lines"))
        for node in source.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                if (length := (node.end_lineno or 0) - first.lineno + 1) > _MOST_OF_A_FUNCTION:
                    found.append(source.at(node, f"{node.name} is {length} lines"))
    return found


def named_clocks(house: House) -> list[Finding]:
    """Return calculations that name a legal clock: which exist, and when they start, is data."""
    clocks = re.findall(r"^  (\w+):$", house.texts["sectors/common/clocks.yaml"], re.MULTILINE)
    words = re.compile("|".join(f'"{key}"' for key in clocks))
    return [
        source.at(n, f"names the clock {match[0]}")
        for source in house.sources("inspection")
        for n, line in enumerate(source.text.splitlines(), 1)
        for match in words.finditer(line)
    ]
