"""No act, no route, no screen and no command reads or writes a case without somebody who proved it, and a rule.

Everything that there is, is found by reading the product: what is added is in it by itself. Holes are planted to see
that each would be found.
"""

import ast
import random
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest
from builders_acts import an_office
from open_acts import INNER_PARTS, REASONS, ROOT, doors_used, offered, sources_outside, without_a_rule
from rules_asked import Acts, Function, the_acts, without_asking
from starlette.routing import Mount, Route
from typer.main import get_command

from dashboards.field.routes import routes as field_routes
from dashboards.guard.ways import proof_wanted
from dashboards.office import office_routes
from dashboards.openrosa.routes import openrosa_routes
from flows.command import app as command
from flows.command.shell.open_commands import OPEN, SCHEDULED
from inspection.settings import Settings
from inspection.trust.rights import rights

HOLES = 20
ACTS = the_acts()
# What whoever has not signed in may call: why nothing of a case is behind it.
OPEN_ROUTES: Mapping[tuple[str, str], str] = {
    ("/sign-in", "GET"): "where one signs in",
    ("/sign-in", "POST"): "where one signs in",
    ("/sign-out", "POST"): "ends a session, or does nothing",
    ("/enrol", "GET"): "asks for a code that is good once",
    ("/enrol", "POST"): "asks for a code that is good once",
    ("/language", "POST"): "keeps a choice in the browser",
    ("/theme", "POST"): "keeps a choice in the browser",
    ("/away", "GET"): "says that the server is away, the same to all",
    ("/command/token", "POST"): "asks for a code that is good once",
    ("/field", "GET"): "the form's own files",
    ("/field/{name:path}", "GET"): "the form's own files",
    ("/field/api/enrol", "POST"): "asks for a code that is good once",
    ("/field/api/texts/{lang}.json", "GET"): "what the form says in a language",
}

PLANTED_ACTS: Mapping[str, str] = {
    "none": """
def leak(context: Context, control_id: str) -> str:
    return read(context.store, control_id)
""",
    "one way only": """
def leak(context: Context, control_id: str) -> str:
    if control_id:
        return read(control_id)
    with audited_transaction(context) as tx:
        tx.require("record.consult")
    return ""
""",
    "in a loop": """
def leak(context: Context, ids: list[str]) -> list[str]:
    for one in ids:
        require_permission(context, "record.consult")
    return [read(one) for one in ids]
""",
    "under a condition": """
def leak(context: Context) -> str:
    if context.reason:
        require_in_service(context, "record.list")
    return read(context)
""",
    "an installation": """
def leak(app: AppContext) -> str:
    return read(app.store)
""",
    "a store by its name": """
def leak(*, store: "Store | None" = None) -> str:
    return read(store)
""",
}


def _direct(acts: Acts, chance: random.Random) -> Iterator[Function]:
    """Yield acts of faces by lot of which a hole would show: that ask themselves, and by nothing that they call."""
    known = [one for name, one in sorted(offered(acts).items()) if name not in REASONS]
    for one in chance.sample(known, len(known)):
        then = without_asking(acts, one)
        if not then.asks(then.functions[one.place]):
            yield one


def test_every_act_asks_a_rule_or_is_named_with_its_reason() -> None:
    """On every way that gives something back; and nothing is named that asks, or that is no more."""
    known = offered(ACTS)
    assert without_a_rule(ACTS) == []
    assert {name for name in REASONS if name in known and ACTS.asks(known[name])} == set()
    assert set(REASONS) <= {f"{package}.{name}" for package, name in ACTS.faces}
    assert len(known) > 300


def test_twenty_planted_holes_are_found() -> None:
    """In twenty acts that are drawn, of many packages: each is named, and nothing else is."""
    drawn = list(islice(_direct(ACTS, random.Random(22)), HOLES))
    assert len(drawn) == HOLES
    found = {one: without_a_rule(without_asking(ACTS, one)) for one in drawn}
    assert {one.place for one, named in found.items() if one.face not in named} == set()
    assert len({one.module.partition(".")[0] for one in drawn}) >= 8


@pytest.mark.parametrize("plant", PLANTED_ACTS.values(), ids=PLANTED_ACTS.keys())
def test_an_act_that_asks_too_late_or_not_always_is_a_hole(plant: str) -> None:
    """Asking somewhere is not enough: on no way may something be given back before."""
    module = "workplaces.showing"
    changed = Acts({**ACTS.sources, module: plant}, {("workplaces", "leak"): (module, "leak")})
    assert "workplaces.leak" in without_a_rule(changed)


def test_no_screen_flow_or_week_uses_an_inner_part() -> None:
    """What asks nothing itself is called by acts only; of what is planted, each is found."""
    assert list(doors_used(sources_outside())) == []
    for planted in ("acts.records.load_control(store, row)", "records.load_control(store, row)"):
        assert ("x.py", "records.load_control") in set(doors_used({"x.py": planted}))
    imported = "from inspection.acts.records import load_control"
    assert ("x.py", "records.load_control") in set(doors_used({"x.py": imported}))
    deeper = "from inspection.acts.portal.copies import forget_copy"
    for planted in ("acts.portal.copies.forget_copy(session, id_)", "copies.forget_copy(session, id_)", deeper):
        assert ("x.py", "copies.forget_copy") in set(doors_used({"x.py": planted}))
    assert len(INNER_PARTS) > 80


def test_every_route_needs_a_proof_or_is_named_with_its_reason(tmp_path: Path) -> None:
    """Of the office, the field form and clients of others; a new one is closed until the guard names it.

    The routes that Streamlit adds are asked for by hand in tests/dashboards/test_dashboards_guard_wire.py.
    """
    house = an_office(Settings(home=tmp_path / "home", openrosa="encrypted"))
    served = list(_ways([*office_routes(), *field_routes(), *openrosa_routes(house)]))
    open_ways = {(path, method) for path, method in served if _proof(path, method) in ("none", "asked")}
    unsaid = {
        one for one in open_ways if one not in OPEN_ROUTES and not one[0].startswith(("/sign-in/", "/office/static"))
    }
    assert unsaid == set()
    assert len(served) > 30
    for planted in ("/cases", "/office/controls", "/field/api/controls", "/openrosa/anything", "/_stcore/new"):
        assert _proof(planted, "GET") in ("session", "device"), planted


def test_every_screen_and_widget_acts_as_the_desk() -> None:
    """No screen makes a context of its own, or asks as a flow or as the house: the desk's is the only one."""
    sources = {path: text for path, text in sources_outside().items() if path.startswith(SCREENS)}
    assert {path: found for path, text in sources.items() if (found := _own_contexts(text))} == {}
    assert len(sources) > 20
    for planted in PLANTED_CONTEXTS:
        assert _own_contexts(planted), planted


def test_every_command_acts_as_whoever_signed_in_or_is_named_with_its_reason() -> None:
    """Whether each is refused is tried, one by one, in tests/flows/test_flows_gate.py."""
    known = set(_leaves(get_command(command)))
    assert len(known) > 170
    assert set(OPEN) | set(SCHEDULED) <= known
    assert all(reason.strip() for reason in OPEN.values())
    assert set(SCHEDULED.values()) <= set(rights().flows)
    gate = (ROOT / "flows/command/shell/gate.py").read_text(encoding="utf-8")
    assert "OPEN" in gate


SCREENS = ("dashboards/screens/", "dashboards/widgets/", "dashboards/assessment.py")
_MAKING = {"acting_as", "acting_as_flow", "at_the_door", "Context", "Principal"}
PLANTED_CONTEXTS = (
    "found = acts.acting_as_flow('chase')",
    "found = desk.app.at_the_door()",
    "found = acts.app().acting_as(somebody)",
    "from inspection.trust import Context\nfound = Context(desk.app, somebody, now())",
)


def _own_contexts(text: str) -> list[str]:
    """Return what makes a context in a source."""
    calls = (node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    names = (one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in calls)
    return [name for name in names if name in _MAKING]


def _ways(routes: list[object], before: str = "") -> Iterator[tuple[str, str]]:
    for one in routes:
        if isinstance(one, Mount):
            yield from _ways(list(one.routes), before + one.path)
        elif isinstance(one, Route):
            yield from ((before + one.path, method) for method in sorted(one.methods or {"GET"}) if method != "HEAD")


def _proof(path: str, method: str) -> str:
    concrete = re.sub(r"\{[^}]*\}", "x", path)
    return proof_wanted({"type": "http", "path": concrete, "method": method, "headers": []})


def _leaves(group: object, path: str = "") -> Iterator[str]:
    context = group.context_class(group)  # type: ignore[attr-defined]
    for name in group.list_commands(context):  # type: ignore[attr-defined]
        one, typed = group.get_command(context, name), f"{path} {name}".strip()  # type: ignore[attr-defined]
        if not hasattr(one, "list_commands") or one.invoke_without_command:
            yield typed
        if hasattr(one, "list_commands"):
            yield from _leaves(one, typed)
