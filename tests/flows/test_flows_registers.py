"""A held delivery in the command: its exit status, what a terminal shows, what the week says; and whose home it is."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from builders_flows import As, next_week, vigie, write_home
from builders_reporting import a_book

from flows.ingest_registers import ingest_registers
from inspection.demo.home import note_written
from inspection.errors import IntakeFault
from inspection.i18n import LANGUAGES
from inspection.reporting.pages import held_texts
from inspection.reporting.week import DistrictBook, WeekBook
from inspection.sealing import sha256_of
from inspection.settings import Settings
from inspection.time_of import today
from sectors.reader import load_rules

BY, SECOND = "direction-1", "supervisor-leuven"
WHY = "Asked the sender; the file is whole"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home of last week's registers, in which today's delivery of presences is damaged."""
    home = write_home(tmp_path_factory.mktemp("held") / "home", on=today() - timedelta(days=7))
    vigie(home, "ingest")
    vigie(home, "teams", "import", str(home / "registers/roster/teams.json"))
    write_home(home)
    presences = home / "registers/checkin/checkin.csv"
    presences.write_text(presences.read_text(encoding="utf-8").replace(f"{today().year}-", "2099-"), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def taken(home: Path) -> Path:
    """Give a copy of it in which everything that waits was taken in; tests leave it as it is."""
    copy = shutil.copytree(home, home.parent / "taken")
    said = vigie(copy, "ingest", expected=3)
    assert "HELD" in said.out
    return copy


@pytest.fixture
def held(taken: Path, tmp_path: Path) -> Path:
    """Give a copy of that one."""
    return shutil.copytree(taken, tmp_path / "home")


def test_ingest_ends_with_status_3_and_takes_the_others_in(held: Path) -> None:
    """A script sees it; the other registers are of today."""
    again = vigie(held, "ingest", "--json", expected=3).value
    assert {report["register"]: report["state"] for report in again if report["state"] != "current"} == {
        "checkin": "held"
    }
    assert {report["snapshot"] for report in again} == {today().isoformat()}


def test_what_is_held_is_read_at_eighty_columns(held: Path) -> None:
    """What, where, before and now; nothing is wider than a terminal."""
    said = vigie(held, "registers", "held", As(BY), columns=80).out
    assert max(map(len, said.splitlines())) <= 80
    assert "presence.on_day" in said
    assert "The week goes on with" in said
    (one,) = vigie(held, "registers", "held", As(BY), "--json").value
    assert {"far_future", "dates"} <= {difference["measure"] for difference in one["differences"]}


def test_how_well_places_are_known_is_shown(held: Path) -> None:
    """Most doors of the demo are in its address register; nothing is wider than a terminal."""
    said = vigie(held, "registers", "addresses", As(BY), columns=80).out
    assert max(map(len, said.splitlines())) <= 80
    places = vigie(held, "registers", "addresses", As(BY), "--json").value["places"]
    assert places["exact"] > 9 * (sum(places.values()) - places["exact"])


def test_two_people_release_one_rejects(held: Path) -> None:
    """The command asks, then releases; what was decided cannot be decided again."""
    said = vigie(held, "registers", "held", As(BY)).out
    (sha256,) = re.findall(r"vigie registers release checkin ([0-9a-f]{12}) ", said)
    release = ("registers", "release", "checkin", sha256, "--reason", WHY)
    asked = vigie(held, *release, As(BY), "--json").value
    assert asked["state"] == "asked"
    vigie(held, *release, As(BY), expected=2)
    other = ("registers", "release", "checkin", "0" * 12, "--reason", WHY, As(SECOND))
    assert "[INTAKE-054]" in vigie(held, *other, expected=2).err
    assert "released" in vigie(held, *release, As(SECOND)).out
    vigie(held, "registers", "reject", *release[2:], As(SECOND), expected=2)


def test_the_week_goes_on_with_the_last_good_one_and_says_so(held: Path) -> None:
    """In the plan that is approved, on the office's pages, in the terminal, and in four languages."""
    said = vigie(held, "week", As(BY))
    day, used = (f"{d:%d/%m/%Y}" for d in (today(), today() - timedelta(days=7)))
    assert f"is of {used}; the delivery of {day} is held" in said.out
    folder = held / "out" / next_week()
    written = [file.read_text(encoding="utf-8") for file in folder.glob("books/*.json")]
    book = WeekBook.of(next_week(), "ONSS", map(DistrictBook.parse, written))
    assert sha256_of((folder / "week.json").read_text(encoding="utf-8")) == book.sha256
    (one,) = book.held_registers
    assert (one.register, one.day, one.used) == ("checkin", f"{today()}", f"{today() - timedelta(days=7)}")
    assert book.snapshots["checkin"] == one.used
    pages = [*folder.glob("office-*.html"), *folder.glob("office/*.html")]
    assert len(pages) > 6
    for page in pages:
        assert f"{used}" in page.read_text(encoding="utf-8"), page.name
        assert f"{day}" in page.read_text(encoding="utf-8"), page.name
    said_in = {held_texts(book, load_rules().on(today()), lang)[0] for lang in LANGUAGES}
    assert len(said_in) == 4
    assert all(used in text and day in text for text in said_in)


def test_the_doctor_names_it(held: Path) -> None:
    """Until somebody decides."""
    found = vigie(held, "doctor", "--json", expected=None).value
    assert any(one["state"] == "look" and "checkin: the delivery of" in one["what"] for one in found)


def test_a_refused_delivery_leaves_the_others_alone(home: Path, tmp_path: Path) -> None:
    """A file that cannot be read is an error, after the registers that can be read were taken in."""
    copy = shutil.copytree(home, tmp_path / "home")
    (copy / "registers/addresses/openaddress-bebru.csv").write_bytes(b"\0")
    said = vigie(copy, "ingest", expected=2)
    assert "INTAKE-0" in said.err
    assert (copy / "lake/mandates" / today().isoformat()).is_dir()


@pytest.mark.battery(reason="a refused delivery leaves the others alone in every run")
def test_the_schedule_tells_every_refusal(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each register with its code in the one error and in the account, with whom to ask."""
    copy = shutil.copytree(home, tmp_path / "home")
    for file in ("addresses/openaddress-bebru.csv", "mandates/mandates.csv"):
        (copy / "registers" / file).write_bytes(b"\0")
    monkeypatch.setenv("VIGIE_HOME", str(copy))
    kept: list[str] = []
    monkeypatch.setattr("flows.ingest_registers.keep_account", lambda _, text: kept.append(text))
    with pytest.raises(IntakeFault) as fault:
        ingest_registers()
    assert fault.value.code == "INTAKE-056"
    codes = dict(re.findall(r"(addresses|mandates) \((INTAKE-\d{3})\)", fault.value.what))
    assert set(codes) == {"addresses", "mandates"}
    for register, code in codes.items():
        assert f"| {register} | – | – | refused {code} |" in kept[0]
        assert f"- {register}: refused {code}, ask " in kept[0]
    assert "| dmfa |" in kept[0]


def test_the_demo_leaves_a_home_alone_that_it_did_not_make(tmp_path: Path) -> None:
    """Delivered registers of an office are as they were, to the byte; its own home it fills again."""
    delivered = tmp_path / "office/registers/kbo/enterprise.csv"
    delivered.parent.mkdir(parents=True)
    delivered.write_text("somebody's", encoding="utf-8")
    for line in (("demo", "--scale", "small"), ("demo", "past")):
        assert "[SETTING-022]" in vigie(tmp_path / "office", *line, expected=2).err
    assert [p for p in (tmp_path / "office").rglob("*") if p.is_file()] == [delivered]
    assert delivered.read_text(encoding="utf-8") == "somebody's"


def test_the_demo_leaves_a_home_alone_that_has_cases_only(home: Path, tmp_path: Path) -> None:
    """A database that knows teams is an office's, wherever its registers are."""
    shutil.copytree(home / "store", tmp_path / "store")
    shutil.copytree(home / "keys", tmp_path / "keys")
    shutil.copytree(home / "keyring", tmp_path / "keyring")
    assert "knows teams" in vigie(tmp_path, "demo", "--scale", "small", expected=2).err
    assert not (tmp_path / "registers").exists()


def test_the_demo_leaves_its_own_home_alone_once_somebody_goes_on_in_it(home: Path, tmp_path: Path) -> None:
    """A delivery that it did not write, one that was changed, and people with accounts: nothing is overwritten."""
    copy = shutil.copytree(home, tmp_path / "home")
    note_written(Settings(home=copy))
    theirs = copy / "registers/kbo/KboOpenData_0148.zip"
    for file in (theirs, copy / "registers/dimona/dimona.csv"):
        before = file.read_bytes() if file.exists() else None
        file.write_bytes(b"somebody's")
        said = vigie(copy, "demo", "--scale", "small", expected=2).err
        assert "[SETTING-022]" in said
        assert file.name in said
        assert file.read_bytes() == b"somebody's"
        file.unlink() if before is None else file.write_bytes(before)
    code = vigie(copy, "enrol", "first", "direction-1", "--json").value["code"]
    vigie(copy, "enrol", "redeem", "--code", "-", "--password", f"@{_kept(tmp_path)}", typed=code)
    assert "people have accounts" in vigie(copy, "demo", "--scale", "small", expected=2).err
    wrong = [one for one in vigie(copy, "doctor", "--json", expected=1).value if one["state"] == "wrong"]
    assert any("the demo made this home, and people have accounts in it" in one["what"] for one in wrong)


def _kept(folder: Path) -> Path:
    (folder / "password").write_text("four horses under rain")
    return folder / "password"


@pytest.mark.battery(reason="`make week` twice; whose home the demo leaves alone is tried in every run")
def test_the_demo_fills_its_own_home_again(home: Path, tmp_path: Path) -> None:
    """`make week` may be run twice."""
    copy = shutil.copytree(home, tmp_path / "home")
    for _ in range(2):
        assert vigie(copy, "demo", "--scale", "small", "--json").value["rows"]


def test_what_a_book_says_of_held_registers_is_in_the_readers_language() -> None:
    """Weeks with nothing held say nothing."""
    assert held_texts(a_book(), load_rules().on(today()), "fr") == ()
