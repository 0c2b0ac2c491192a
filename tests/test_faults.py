"""One registry of errors: a code has one meaning, is raised by one kind of error, and gets what its texts ask for."""

import ast
import copy
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from architecture.house import nodes_of

from inspection.errors import InspectionError, PlanningFault, known_codes
from inspection.i18n import keys
from sectors.fault import RULE_FAULTS, Fault, FaultText, registry
from sectors.reader import RuleFault

ROOT = Path(__file__).parent.parent
CODE = re.compile(r"[A-Z]{4,7}-\d{3}")
FAMILIES = {
    "AccessRefused": "ACCESS",
    "BackupFault": "BACKUP",
    "BreachFault": "BREACH",
    "ControlFault": "CONTROL",
    "DecoyFault": "DECOY",
    "ErasureFault": "ERASURE",
    "HistoryFault": "HISTORY",
    "InspectionError": "VIGIE",
    "IntakeFault": "INTAKE",
    "KeyringFault": "KEYRING",
    "KeysFault": "KEYS",
    "LastingReferralFault": "REFER",
    "LearningFault": "LEARN",
    "PlanningFault": "PLAN",
    "PortalFault": "PORTAL",
    "ReferralFault": "REFER",
    "RestFault": "REST",
    "RoadFault": "PLAN",
    "RoleFault": "ROLE",
    "RuleFault": "RULE",
    "SettingsFault": "SETTING",
    "StoreFault": "STORE",
    "TerritoryFault": "PLACE",
}
SEVERAL = {"Unseen"}  # bears the code of whatever is not there, or not for whoever asks
CHOSEN = {  # raised by a code that was chosen before: where these codes stand, the choosing module aside
    "inspection/control/reading/strictly.py": (
        "inspection/control/reading/onsite_reading.py",
        "inspection/control/reading/chain_reading.py",
        "inspection/control/reading/mark_reading.py",
        "inspection/control/reading/paper_reading.py",
        "inspection/control/reading/summary_reading.py",
        "inspection/control/reading/answers.py",
    ),
    "inspection/store/core/refusals.py": (),
    "inspection/store/core/troubles.py": (),
    "inspection/acts/joint_actions/rules.py": (),
}


@dataclass(frozen=True)
class Raised:
    """A place at which an error is made: by which class, which codes it may have, and which values it is given."""

    place: str
    kind: str
    codes: frozenset[str]
    values: frozenset[str]
    texts: int


def python(*packages: str) -> list[Path]:
    """Every source; migrations raise nothing."""
    return sorted(p for one in packages for p in (ROOT / one).rglob("*.py") if "versions" not in p.parts)


def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a source; each is read once for all these tests, and for those of the architecture."""
    return nodes_of(path.read_text(encoding="utf-8"))


@cache
def codes_in(path: Path) -> frozenset[str]:
    """Every code that stands in a source as a text of its own."""
    texts = (node.value for node in nodes(path) if isinstance(node, ast.Constant))
    return frozenset(text for text in texts if isinstance(text, str) and CODE.fullmatch(text))


@cache
def raised() -> tuple[Raised, ...]:
    """Every place of the product at which an error is made."""
    return tuple(one for path in python("sectors", "inspection", "flows", "dashboards") for one in raised_in(path))


def raised_in(path: Path) -> Iterator[Raised]:
    name = path.relative_to(ROOT).as_posix()
    for node in nodes(path):
        kind = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if kind not in FAMILIES:
            continue
        values = frozenset(keyword.arg or "**" for keyword in node.keywords)
        first = node.args[0] if node.args else None
        is_written = isinstance(first, ast.Constant)
        codes = frozenset({str(first.value)}) if is_written else chosen(path, name, values)
        yield Raised(f"{name}:{node.lineno}", kind, codes, values, len(node.args) - 1)


def chosen(path: Path, name: str, values: frozenset[str]) -> frozenset[str]:
    """The codes that may have been chosen: those of the modules that ask for just these values and are not raised."""
    assert name in CHOSEN, f"{name} makes an error by a code that stands elsewhere: write the code"
    found = {code for one in (path, *(ROOT / other for other in CHOSEN[name])) for code in codes_in(one)}
    return frozenset(code for code in found if asked(known_codes()[code]) == values)


def asked(entry: FaultText) -> frozenset[str]:
    """The values that the texts of a code ask for."""
    texts = (entry.what, entry.where, entry.advice)
    return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name)


def test_every_class_of_errors_is_held() -> None:
    """A new kind of error is held by these tests too."""
    kinds = {"Fault", *FAMILIES}
    for path in python("sectors", "inspection", "flows", "dashboards"):
        for node in nodes(path):
            if isinstance(node, ast.ClassDef) and {b.id for b in node.bases if isinstance(b, ast.Name)} & kinds:
                assert node.name in FAMILIES.keys() | SEVERAL, f"{path.relative_to(ROOT)}: {node.name}"


def test_every_code_of_the_sources_stands_in_the_registry_and_the_other_way_round() -> None:
    """A code that nobody raises is told to nobody; one that is not registered ends in a KeyError."""
    families = set(FAMILIES.values())
    found = {code for p in python("sectors", "inspection", "flows", "dashboards") for code in codes_in(p)}
    found = {code for code in found if code.partition("-")[0] in families}
    assert found == set(known_codes())
    assert set().union(*(one.codes for one in raised())) == set(known_codes())


def test_each_code_gets_exactly_the_values_that_its_texts_ask_for() -> None:
    """What is missing would be an error in an error; what is not asked for would be lost."""
    wrong = [
        f"{one.place} {code}: {sorted(one.values ^ asked(known_codes()[code]))}"
        for one in raised()
        for code in sorted(one.codes)
        if one.values != asked(known_codes()[code])
    ]
    assert not wrong, "\n".join(wrong)


def test_no_error_is_made_with_a_text() -> None:
    """An error is made by its code alone: texts are data."""
    assert not [one.place for one in raised() if one.texts or not one.codes or not all(map(CODE.fullmatch, one.codes))]


def test_a_code_is_raised_by_one_family_of_classes() -> None:
    """Whoever catches a class catches all of its codes."""
    assert not [
        f"{one.place} {code}" for one in raised() for code in one.codes if not code.startswith(f"{FAMILIES[one.kind]}-")
    ]


def test_no_two_codes_of_a_family_say_the_same_and_no_text_is_empty() -> None:
    """A meaning has one code; and each says what happened, where, and what to do."""
    said = defaultdict(list)
    for code, entry in known_codes().items():
        said[code.partition("-")[0], entry.what].append(code)
        assert all((entry.what, entry.where, entry.advice)), code
        assert entry.advice.endswith((".", "}", "…", "://")), f"{code}: advice is a sentence"
        assert not entry.what.endswith("."), f"{code}: what goes on with a colon or stands alone"
    assert not [codes for codes in said.values() if len(codes) > 1]


def test_screens_translate_codes_that_exist() -> None:
    """A sentence for a code that nobody raises is shown to nobody."""
    told = {key.removeprefix("screen.fault.") for key in keys("en") if key.startswith("screen.fault.")}
    told = {code for code in told if CODE.fullmatch(code)}
    assert len(told) > 50
    assert told <= set(known_codes())


def test_documents_and_the_form_name_codes_that_exist() -> None:
    """Whoever looks one up finds it."""
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", *(ROOT / "dashboards/field/app").rglob("*.js")]
    named = re.compile(rf"\b(?:{'|'.join(set(FAMILIES.values()))})-\d{{3}}\b")
    found = {(page.name, code) for page in pages for code in named.findall(page.read_text(encoding="utf-8"))}
    assert len(found) > 500
    assert not {(page, code) for page, code in found if code not in known_codes()}


@pytest.mark.parametrize("file", [InspectionError.file, RULE_FAULTS], ids=["inspection", "sectors"])
def test_a_registry_is_in_order(file: Path) -> None:
    """Codes stand sorted, and none twice: YAML would keep the last silently."""
    codes = re.findall(r"^([A-Z]+-\d+):$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert codes == sorted(set(codes)) == list(registry(file))


def test_an_error_survives_a_worker_process() -> None:
    """With code, texts and class, by what copies and pickles it; and it can say what was done about it."""
    fault: Fault = PlanningFault("PLAN-303", district="Gent", known="Liège").with_more("nothing was planned")
    again = copy.copy(fault)
    assert type(again) is PlanningFault
    assert (str(again), again.code, again.what) == (str(fault), "PLAN-303", fault.what)
    assert again.what.endswith("; nothing was planned")


@pytest.mark.parametrize(
    ("code", "field", "others"),
    [("CONTROL-232", 409, 409), ("CONTROL-340", 400, 400), ("CONTROL-041", 400, 422), ("STORE-023", 503, 503)],
)
def test_a_code_has_its_status_or_the_usual_one_of_who_asks(code: str, field: int, others: int) -> None:
    """Clients of others are told 422 where the form is told 400; what the house lacks is 503 to everybody."""
    entry = known_codes()[code]
    assert (entry.status or 400, entry.status or 422) == (field, others)


def test_a_rule_fault_reads_the_registry_of_the_rules() -> None:
    """The package of the rules imports nothing of the product, and so has a registry of its own."""
    fault = RuleFault("RULE-104", file_name="signals.yaml")
    assert (fault.family, fault.status_or(400)) == ("RULE", 503)
    assert str(fault) == "[RULE-104] The file is not UTF-8\n  where:  signals.yaml\n  advice: Save it as UTF-8."
