"""What the gate held waits unseen, follows the current one or is closed; updates over it are refused."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import builders_registers as b
import polars as pl
import pytest
from builders_deliveries import BORN, FIRMS, country
from builders_registers import Files

from inspection.errors import IntakeFault
from inspection.registers.gate import held
from inspection.registers.lake import Lake, damages, manifest_sha256, worth_of
from inspection.registers.report import IntakeReport
from inspection.sealed_folders import KEY_FILE
from sectors.reader import load_rules

NEXT = BORN + timedelta(days=7)
LATER = date(2030, 1, 1)
DECISION = {"state": "released", "by": "b", "at": "2026-09-09", "because": "looked at"}


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Take a good extract in once, number 743."""
    made = Lake(tmp_path_factory.mktemp("good") / "lake")
    assert _take(made, country().files("kbo", BORN)).state == "current"
    return made


@pytest.fixture
def lake(taken_in: Lake, tmp_path: Path) -> Lake:
    """Give a lake of one's own with that extract."""
    return Lake(Path(copytree(taken_in.root, tmp_path / "lake")))


def _take(lake: Lake, files: Files, on: date = LATER) -> IntakeReport:
    sent = lake.root.parent / f"sent{len(list(lake.root.parent.iterdir()))}"
    return b.take("kbo", b.write(sent, files), lake, on)


def _hash(lake: Lake) -> str:
    return str(held.held(lake, "kbo").about["sha256"])[:12]


def _half(day: date = NEXT) -> Files:
    files = country().files("kbo", day)
    return {**files, "activity.csv": files["activity.csv"][: len(files["activity.csv"]) // 2]}


def _update(
    delete: range = range(1, 4), started: str = "03-09-2026", change: Callable[[Files], Files] = lambda f: f
) -> Files:
    numbers = [b.enterprise(n) for n in delete]
    new = [b.an_enterprise(5_000 + n, started=started) for n in range(25)]
    brought = {
        "enterprise": new,
        "denomination": [b.a_name(b.enterprise(5_000 + n), f"Café Forêt Béton {n}") for n in range(25)],
        "address": [b.an_address(b.enterprise(5_000 + n), "REGO") for n in range(25)],
    }
    files = b.kbo_update_files(NEXT, 744, {"enterprise": numbers}, brought)
    return change(files)


def test_a_first_delivery_waits_for_a_second_person(tmp_path: Path) -> None:
    """Outside a demo's home: whole and right or with its columns exchanged, by itself it looks the same."""
    right = country().files("kbo", BORN)
    header, *body = (list(row) for row in right["establishment.csv"])
    owners = [row[2] for row in body]
    moved = [[*row[:2], owner] for row, owner in zip(body, owners[-1:] + owners[:-1], strict=True)]
    for name, files in {"right": right, "moved": {**right, "establishment.csv": [header, *moved]}}.items():
        lake, sent = Lake(tmp_path / name / "lake"), b.write(tmp_path / name / "sent", files)
        report = b.ingest("kbo", sent, lake, rules=b.rules(), on=LATER, pseudonym=b.pseudonym)
        assert (report.state, [one.measure for one in report.differences]) == ("held", ["first"])
        assert lake.snapshot("kbo", LATER) is None
        shown = b.ingest("kbo", sent, Lake(tmp_path / name / "demo"), rules=b.rules(), on=LATER,
                         pseudonym=b.pseudonym, is_demo=True)  # fmt: skip
        assert (shown.state, shown.differences) == ("current", ())
    with held.deciding(lake, "kbo", _hash(lake)) as one:
        held.release(lake, one, DECISION)
    assert lake.snapshot("kbo", LATER) == BORN
    assert _take(lake, right).state == "held"  # the moved rows beside the right ones: seen from the second on


def test_an_invented_first_delivery_is_named(tmp_path: Path) -> None:
    """A sample of the demo in an office's home: what it is held for says that its persons are invented."""
    invented = country().files("kbo", BORN)
    invented["meta.csv"] = [*invented["meta.csv"], ["Synthetic", "yes"]]
    told = {}
    for is_demo in (False, True):
        lake, sent = Lake(tmp_path / f"{is_demo}"), b.write(tmp_path / "sent", invented)
        report = b.ingest("kbo", sent, lake, rules=b.rules(), on=LATER, pseudonym=b.pseudonym, is_demo=is_demo)
        told[is_demo] = (str(report.state), {one.measure for one in report.differences})
    assert told == {False: ("held", {"first", "origin"}), True: ("current", set())}


def test_nobody_reads_what_is_held(lake: Lake) -> None:
    """No day shows it: readers, snapshots and the newest delivery are those of the last good one."""
    before = lake.scan("kbo", "activity", LATER).collect()
    assert _take(lake, _half()).state == "held"
    assert (lake.snapshots("kbo"), lake.snapshot("kbo", LATER)) == ((BORN,), BORN)
    assert lake.scan("kbo", "activity", LATER).collect().equals(before)


@pytest.mark.battery(reason="what is held, released and corrected is tried in every run, of other deliveries")
def test_the_same_held_files_again_change_nothing(lake: Lake) -> None:
    """A nightly run that meets a held delivery every night says so and writes nothing."""
    _take(lake, _half())
    before = b.lake_bytes(lake)
    again = _take(lake, _half())
    assert (again.state, again.unchanged) == ("held", True)
    assert b.lake_bytes(lake) == before


def test_a_released_delivery_is_current(lake: Lake) -> None:
    """From then on every reader sees it, and its report says what it was held for."""
    _take(lake, _half())
    with held.deciding(lake, "kbo", _hash(lake)) as one:
        held.release(lake, one, DECISION)
    assert lake.snapshot("kbo", LATER) == NEXT
    assert (lake.report("kbo", NEXT).state, lake.held("kbo")) == ("current", ())
    assert lake.report("kbo", NEXT).differences


def test_an_account_with_a_damaged_name_in_it_is_a_damage_and_no_crash(lake: Lake) -> None:
    """One bit of `sha256` makes it another word: the file reads as JSON still."""
    about = lake.root / "kbo" / BORN.isoformat() / "snapshot.json"
    about.write_bytes(about.read_bytes().replace(b'"sha256"', b'"sha257"'))
    assert [(one.where, one.what) for one in damages(lake, "kbo")] == [(f"kbo/{BORN}/snapshot.json", "unreadable")]


def test_every_file_of_a_released_delivery_is_hashed_or_the_account_whose_hash_the_trail_has(lake: Lake) -> None:
    """What people decided stands in the account: beside it, nobody noticed when it was altered."""
    _take(lake, _half())
    before = manifest_sha256(lake, "kbo", f"{NEXT}.held")
    with held.deciding(lake, "kbo", _hash(lake)) as one:
        held.note(one, {"asked_by": "a"})
    assert manifest_sha256(lake, "kbo", f"{NEXT}.held") != before
    with held.deciding(lake, "kbo", _hash(lake)) as one:
        assert held.noted(one) == {"asked_by": "a"}
        held.release(lake, one, DECISION)
    current = lake.newest("kbo")
    assert current is not None
    assert held.noted(current) == DECISION
    assert {path.name for path in current.folder.iterdir()} - {KEY_FILE, *current.about["files"]} == {"snapshot.json"}


def test_a_rejected_delivery_keeps_its_account_only(lake: Lake) -> None:
    """Its rows go; the same bytes do not come back; a corrected delivery of the same day is taken in."""
    _take(lake, _half())
    with held.deciding(lake, "kbo", _hash(lake)) as one:
        held.reject(one, {**DECISION, "state": "rejected"})
    (closed,) = lake.closed("kbo")
    assert {p.name for p in closed.folder.iterdir()} == {
        "snapshot.json", "profile.json", "quarantine.parquet",
    }  # fmt: skip
    assert _take(lake, _half()).state == "rejected"
    assert _take(lake, country().files("kbo", NEXT)).state == "current"
    assert lake.snapshot("kbo", LATER) == NEXT


def test_a_corrected_delivery_of_the_same_day_supersedes_a_held_one(lake: Lake) -> None:
    """One delivery a day waits at most, and none once a good one is there."""
    _take(lake, _half())
    worse = _half()
    worse["address.csv"] = worse["address.csv"][:100]
    assert _take(lake, worse).state == "held"
    assert [one.report.state for one in lake.closed("kbo")] == ["superseded"]
    assert len(lake.held("kbo")) == 1
    assert _take(lake, country().files("kbo", NEXT)).state == "current"
    assert lake.held("kbo") == ()


def test_a_full_file_and_an_update_of_one_number_wait_beside_each_other(lake: Lake) -> None:
    """Their owner sends both: neither takes the other's place unseen, and each is decided on by itself."""
    full = {**_half(), "meta.csv": b.kbo_meta(NEXT, "full", 744)}
    assert _take(lake, full).state == "held"
    assert _take(lake, _update(delete=range(1, FIRMS // 2))).state == "held"
    assert ([one.report.kind for one in lake.held("kbo")], lake.closed("kbo")) == (["full", "update"], ())
    assert _take(lake, _update()).state == "current"
    assert [one.report.kind for one in lake.held("kbo")] == ["full"]
    with held.deciding(lake, "kbo", _hash(lake)) as one:
        held.release(lake, one, DECISION)
    assert (lake.held("kbo"), lake.report("kbo", NEXT).kind) == ((), "full")


def test_an_update_that_a_full_file_of_its_day_overtook_is_closed(lake: Lake) -> None:
    """It can follow nothing any more: nobody is asked to decide about it."""
    assert _take(lake, _update(delete=range(1, FIRMS // 2))).state == "held"
    assert _take(lake, {**country().files("kbo", NEXT), "meta.csv": b.kbo_meta(NEXT, "full", 744)}).state == "current"
    assert (lake.held("kbo"), [one.report.kind for one in lake.closed("kbo")]) == ((), ["update"])


def _corrected(lines: int = 3) -> Files:
    """The first delivery once more, a few of its activities left out."""
    files = country().files("kbo", BORN)
    return {**files, "activity.csv": files["activity.csv"][:-lines]}


@pytest.mark.battery(reason="what is held, released and corrected is tried in every run, of other deliveries")
def test_a_corrected_delivery_of_a_current_day_supersedes_it(lake: Lake) -> None:
    """It is read from now on; the former one stays whole under another name, and does not come back."""
    before = lake.scan("kbo", "activity", BORN).collect().height
    assert _take(lake, _corrected()).state == "current"
    assert lake.scan("kbo", "activity", BORN).collect().height == before - 3
    (former,) = lake.closed("kbo")
    assert pl.read_parquet(former.folder / "activity.parquet").height == before
    again = _take(lake, country().files("kbo", BORN))
    assert (again.state, again.unchanged) == ("superseded", True)
    assert lake.scan("kbo", "activity", BORN).collect().height == before - 3
    assert list(damages(lake, "kbo")) == []
    (former.folder / "activity.parquet").write_bytes(b"x")
    assert [(one.day, one.what) for one in damages(lake, "kbo")] == [(BORN.isoformat(), "changed")]


@pytest.mark.battery(reason="what is held, released and corrected is tried in every run, of other deliveries")
def test_a_corrected_delivery_that_is_odd_waits_beside_the_current_one(lake: Lake) -> None:
    """The gate asks the same of it: it is held, the day stays as it is, and its release comes in its place."""
    before = lake.scan("kbo", "activity", BORN).collect().height
    assert _take(lake, _half(BORN)).state == "held"
    assert lake.scan("kbo", "activity", BORN).collect().height == before
    with held.deciding(lake, "kbo", _hash(lake)) as one:
        held.release(lake, one, DECISION)
    assert lake.scan("kbo", "activity", BORN).collect().height < before
    assert (lake.held("kbo"), [one.report.state for one in lake.closed("kbo")]) == ((), ["superseded"])


@pytest.mark.battery(reason="what is held, released and corrected is tried in every run, of other deliveries")
def test_a_day_is_corrected_by_a_full_delivery_of_its_own_number_only(lake: Lake) -> None:
    """An update of a day that is current is refused, and so is what another number says of it."""
    _take(lake, country().files("kbo", NEXT))
    for files in (_update(), {**_corrected(), "meta.csv": b.kbo_meta(NEXT, "full", 600)}):
        with pytest.raises(IntakeFault) as fault:
            _take(lake, files)
        assert fault.value.code in ("INTAKE-023", "INTAKE-024")
    assert lake.closed("kbo") == ()


@pytest.mark.battery(reason="what is held, released and corrected is tried in every run, of other deliveries")
def test_what_no_longer_follows_is_not_released(lake: Lake) -> None:
    """A decision that comes after a newer good delivery is refused, and nothing changes."""
    _take(lake, _half())
    waiting = held.held(lake, "kbo")
    _take(lake, country().files("kbo", NEXT + timedelta(days=7)))
    with pytest.raises(IntakeFault) as fault:
        held.release(lake, replace(waiting), DECISION)
    assert fault.value.code == "INTAKE-051"
    assert lake.snapshot("kbo", LATER) == NEXT + timedelta(days=7)


def test_a_decision_names_the_files_that_were_looked_at(lake: Lake) -> None:
    """Of another delivery that came in their place nobody has seen anything; and too short a hash names nothing."""
    _take(lake, _half())
    looked_at = _hash(lake)
    worse = _half()
    worse["address.csv"] = worse["address.csv"][:100]
    assert _take(lake, worse).state == "held"
    for wrong in (looked_at, _hash(lake)[:11], ""):
        with pytest.raises(IntakeFault) as fault, held.deciding(lake, "kbo", wrong):
            pass
        assert fault.value.code == "INTAKE-054"


@pytest.mark.battery(reason="that a decision names what was looked at is tried in every run")
def test_nothing_comes_in_while_somebody_decides(lake: Lake) -> None:
    """The intake of that register waits for the decision, so that it is about what it names."""
    _take(lake, _half())
    with held.deciding(lake, "kbo", _hash(lake)) as one:
        coming = threading.Thread(target=_take, args=(lake, country().files("kbo", NEXT)))
        coming.start()
        coming.join(timeout=2)
        assert coming.is_alive()
        held.reject(one, {**DECISION, "state": "rejected"})
    coming.join()
    assert lake.snapshot("kbo", LATER) == NEXT


@pytest.mark.battery(reason="what is held, released and corrected is tried in every run, of other deliveries")
def test_what_a_lost_snapshot_is_worth(lake: Lake) -> None:
    """Updates stand on a full one until the next full one comes; only the newest is taken in again."""
    born, update = BORN.isoformat(), NEXT.isoformat()
    assert worth_of(lake, "kbo", born) == "newest"
    assert _take(lake, _update()).state == "current"
    assert (worth_of(lake, "kbo", born), worth_of(lake, "kbo", update)) == ("read", "newest")
    assert _take(lake, country().files("kbo", NEXT + timedelta(days=28))).state == "current"
    assert (worth_of(lake, "kbo", born), worth_of(lake, "kbo", update)) == ("past", "past")


def test_an_ordinary_update_passes(lake: Lake) -> None:
    """Some firms go, some come."""
    report = _take(lake, _update())
    assert (report.state, report.compared_with) == ("current", BORN)
    assert lake.snapshot("kbo", LATER) == NEXT


@pytest.mark.parametrize(
    ("measure", "files"),
    [
        ("lost", _update(delete=range(1, FIRMS // 2))),
        ("touched", _update(delete=range(1, FIRMS // 2))),
        ("far_future", _update(started="01-01-2099")),
        ("quarantine", _update(started="2026/09/03")),
    ],
)
@pytest.mark.few(2)
def test_a_strange_update_is_held(lake: Lake, measure: str, files: Files) -> None:
    """Half of the country gone overnight is no update, however well it is numbered."""
    if measure == "quarantine":
        files["enterprise_insert.csv"] += [b.an_enterprise(6_000 + n, "2", "31-13-2026") for n in range(60)]
        files["enterprise_insert.csv"] = [
            row if row[-1] != "2026/09/03" else [*row[:-1], "03-09-2026"] for row in files["enterprise_insert.csv"]
        ]
    report = _take(lake, files)
    assert report.state == "held"
    assert measure in {one.measure for one in report.differences}


def test_an_update_of_another_base_is_refused(lake: Lake) -> None:
    """What it deletes was never here: it follows another full extract than ours."""
    before = b.lake_bytes(lake)
    with pytest.raises(IntakeFault, match="were never here") as fault:
        _take(lake, _update(delete=range(7_000, 7_040)))
    assert fault.value.code == "INTAKE-027"
    assert b.lake_bytes(lake) == before


def test_an_update_onto_a_held_one_is_refused(lake: Lake) -> None:
    """Its base is not current yet: the advice says what to decide first."""
    _take(lake, _half())
    following = b.kbo_update_files(NEXT + timedelta(days=1), int(held.held(lake, "kbo").report.extract or 0) + 1)
    with pytest.raises(IntakeFault, match="is held: release it first") as fault:
        _take(lake, following)
    assert fault.value.code == "INTAKE-026"


@pytest.mark.battery(reason="what is held, released and corrected is tried in every run, of other deliveries")
def test_a_lake_from_before_the_gate_is_compared_too(lake: Lake) -> None:
    """A snapshot without a profile gives one when the next delivery comes."""
    for file in (lake.root / "kbo" / BORN.isoformat()).glob("profile*"):
        file.unlink()
    assert _take(lake, _half()).state == "held"


@pytest.mark.battery(reason="what is held, released and corrected is tried in every run, of other deliveries")
def test_a_large_table_is_judged_by_a_sample(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample is drawn by identity, so that a damage is seen in part of the rows as in all of them."""
    monkeypatch.setattr("inspection.registers.gate.taking_profile.SAMPLE_ROWS", 400)
    fresh = Lake(lake.root.parent / "sampled")
    for day in (BORN, NEXT):
        assert (
            b.take("kbo", b.write(fresh.root.parent / f"s{day}", country().files("kbo", day)), fresh).differences == ()
        )
    twice = country().files("kbo", NEXT + timedelta(days=7))
    twice["activity.csv"] = twice["activity.csv"] + twice["activity.csv"][1:]
    report = b.take("kbo", b.write(fresh.root.parent / "twice", twice), fresh)
    assert {"duplicates", "rows"} <= {one.measure for one in report.differences}


def test_the_limit_that_the_how_to_lays_over_changes_one_register(tmp_path: Path) -> None:
    """A field is replaced whole: whoever copies the example changes what its remark says, and nothing beside it."""
    page = Path(__file__).parents[2] / "docs/how-to/when-a-delivery-is-held.md"
    (told,) = re.findall("```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "limits.yaml").write_text(told, encoding="utf-8")
    before, now = (
        load_rules(extra).on(date(2027, 1, 4)).register_limits["rows"].registers
        for extra in ((), [tmp_path / "limits.yaml"])
    )
    assert {key for key in {*before, *now} if before.get(key) != now.get(key)} == {"kbo.code"}
