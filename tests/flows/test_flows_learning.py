"""What `vigie learn` and its flow do on a home with a proposed week: frames, measuring, papers, no card of nothing."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from builders_acts import an_office
from builders_flows import As, next_week, vigie
from builders_learning import signed
from sqlmodel import delete, select

from flows import learn
from flows.scheduling.accounts import learn_account
from inspection import acts
from inspection.acts.learning import evaluating
from inspection.settings import Settings, settings
from inspection.store.learning import EligibleFrameRow, EvaluationRow
from inspection.time_of import today

HEAD = As("direction-1")


@pytest.fixture
def home(approved_home: Path, tmp_path: Path) -> Path:
    """A copy of a home whose week was proposed and approved."""
    return Path(shutil.copytree(approved_home, tmp_path / "home"))


def test_a_week_keeps_its_frames_and_they_are_made_again_from_the_lake(home: Path) -> None:
    """Every eligible workplace of the planned districts; once they are lost, proven to be the same."""
    frames = sorted((home / "frames").iterdir())
    assert frames
    assert vigie(home, "learn", "backfill", "--since", "2026-01-01", HEAD, "--json").value["kept"] == {}
    _forget(home)
    done = vigie(home, "learn", "backfill", "--since", "2026-01-01", HEAD, "--json").value
    assert done == {"kept": {next_week(): len(frames)}, "impossible": {}}
    assert len(list((home / "frames").iterdir())) == 2 * len(frames)


def _forget(home: Path) -> None:
    """Lose what tells of frames: a week of before they were kept has none."""
    app = acts.app(settings({"VIGIE_HOME": str(home)}))
    with app.store.write() as session:
        session.exec(delete(EligibleFrameRow))
    app.store.close()


def test_targeting_is_measured_and_says_that_nobody_can_tell_yet(home: Path) -> None:
    """A week that nobody visited yet; the demo learns without papers, and says so."""
    made = vigie(home, "learn", "evaluate", HEAD, "--json").value
    assert made["stop_rule"]["says"] == "cannot_tell_yet"
    assert made["calibration"] is None
    said = vigie(home, "learn", "evaluate", As("supervisor-leuven")).out
    assert "cannot tell yet" in said
    assert "vigie learn evaluate" not in vigie(home, "learn", "evaluate", As("insp-leuven-1"), expected=2).out


def test_outcomes_of_nothing_teach_no_card(home: Path) -> None:
    """Each sector says by code why; nothing is proposed, and what is in force can be looked at."""
    done = vigie(home, "learn", "fit", HEAD, "--propose", "--json").value
    assert {one["code"] for one in done["sectors"]} == {"LEARN-010"}
    assert vigie(home, "learn", "proposals", HEAD, "--json").value == []
    assert "written by people, not calibrated" in vigie(home, "learn", "points", "restaurants", HEAD).out
    assert "LEARN-112" in vigie(home, "learn", "points", "banks", HEAD, expected=2).err
    assert "LEARN-104" in vigie(home, "learn", "show", "CARD-AAAAAA", HEAD, expected=2).err


@pytest.mark.battery(reason="one approval publishes a card in every run (test_acts_model_card.py)")
def test_the_month_proposes_a_model_card_and_one_approval_publishes_both_editions(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The flow writes the draft; the command writes that same one, marked; approved, every language is there."""
    monkeypatch.setenv("VIGIE_HOME", str(home))
    learn.learn()
    asked = ("learn", "card", "--edition", "public", "--lang", "nl", "--into", str(tmp_path), HEAD)
    made = vigie(home, *asked, "--json").value
    page = (tmp_path / f"model_card-{made['key']}-public-nl.html").read_text(encoding="utf-8")
    assert (made["state"], len(made["files"])) == ("proposed", 2)
    assert "Ontwerp" in page
    assert "late_dimona_share" not in page
    folder = home / "reports" / "model_card" / made["key"]
    assert len(list((folder / f"draft-{made['sha256'][:12]}").rglob("*.*"))) == _FILES
    vigie(home, "report", "approve", "model_card", made["key"], made["sha256"], As("supervisor-leuven"))
    assert len(list((folder / "v1").rglob("*.*"))) == _FILES
    assert vigie(home, *asked, "--json").value["state"] == "published"
    assert "LEARN-130" in vigie(home, "learn", "card", "--edition", "secret", HEAD, expected=2).err


_FILES = 1 + 2 * 4 * 2  # data; editions, languages, page and PDF


def test_papers_are_signed_by_name_and_file(home: Path, tmp_path: Path) -> None:
    """By the direction; another word or an empty place is refused."""
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF assessed")
    assert "recorded as signed" in vigie(home, "learn", "sign", "impact_assessment", str(paper), HEAD).out
    assert "LEARN-113" in vigie(home, "learn", "sign", "permission", str(paper), HEAD, expected=2).err
    assert "LEARN-103" in vigie(home, "learn", "sign", "impact_assessment", "nowhere", HEAD, expected=2).err
    refused = vigie(home, "learn", "sign", "impact_assessment", str(paper), As("supervisor-leuven"), expected=2)
    assert "ACCESS-020" in refused.err


def test_the_schedule_measures_where_learning_is_off_and_proposes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice is once, and measured once each; with signed papers it fits, and a house without controls has no card."""
    house = an_office(Settings(home=tmp_path / "home"))
    monkeypatch.setattr(acts, "app", lambda: house)
    monkeypatch.setattr("inspection.acts.context.app", lambda: house)
    told: list[str] = []
    monkeypatch.setattr(learn, "keep_account", lambda _, text: told.append(text))
    measured: list[date] = []
    truly = evaluating._evaluated
    monkeypatch.setattr(evaluating, "_evaluated", lambda *of: measured.append(of[2]) or truly(*of))
    on = today().replace(day=1).isoformat()
    assert [learn.learn(on) for _ in range(2)] == [0, 0]
    assert len(measured) == 2
    assert "Learning is off: impact_assessment, fundamental_rights not signed" in told[0]
    assert told[0] == told[1]
    with house.store.read() as session:
        assert len(session.exec(select(EvaluationRow)).all()) == 1
    signed(house)
    assert learn.learn(on, "serious") == 0
    assert "| restaurants | 0 | LEARN-010 |" in told[-1]
    house.store.close()


def test_the_account_of_a_month_holds_counts_only() -> None:
    """Arms, what the stop rule says, sectors with counts; what is off is said with whom to ask."""
    text = learn_account(
        "2026-12-01", {"random": (40, 37)}, "cannot_tell_yet", ("impact_assessment",), [("garment", 12, "LEARN-010")]
    )
    assert "| random | 40 | 37 |" in text
    assert "cannot tell yet" in text
    assert "Learning is off: impact_assessment not signed. Ask the direction." in text
    assert "| garment | 12 | LEARN-010 |" in text
