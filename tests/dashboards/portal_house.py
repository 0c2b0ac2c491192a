"""A portal's home of its own for the pages: people of each kind of office, and copies written as the office does.

The rows are filled directly, so that each state of a case can be had without a control behind it.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from builders_acts import the_rules
from databases import lay_tables
from houses import House, as_user, house_of

from inspection import acts
from inspection.acts.portal.packing import BODY, FILES, packed_copy, packed_files
from inspection.acts.portal.values import (
    CaseCopy,
    CaseNamed,
    ContactCopy,
    Copy,
    EmbargoNow,
    FindingCopy,
    Happening,
    ListCopy,
    Numbers,
    OtherOffice,
    Question,
    TakenOn,
    Told,
)
from inspection.life_cycles import DeliveryState, NoticeState, RefusalReason
from inspection.settings import DEMO_MARK, PORTAL_MARK, Settings, settings
from inspection.store.opening import open_store
from inspection.store.people import UserRow
from inspection.store.portal import PortalCopyRow
from inspection.time_of import now
from inspection.trust import AppContext, Context

AUDITORATE, POLICE, ELSEWHERE = "aud-antwerpen", "fgp-antwerpen", "aud-liege"
CENTRAL, CENTRE, REGION = "djsoc-thb", "payoke", "work-flanders"
PEOPLE: Mapping[str, tuple[str, str]] = {
    "aud-1": ("auditorate", AUDITORATE),
    "aud-2": ("auditorate", AUDITORATE),
    "aud-elsewhere": ("auditorate", ELSEWHERE),
    "cell-1": ("police_cell", POLICE),
    "magistrate-1": ("reference_magistrate", AUDITORATE),
    "central-1": ("central_cell", CENTRAL),
    "centre-1": ("reception_centre", CENTRE),
    "region-1": ("regional_service", REGION),
}
FIRM = "Chantier Exemple 39439, 2018 Antwerpen"
NAME, NUMBER, REACH = "Mircea Exemplu", "92.01.01-001.01", "aunt SECRET-7"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n"
)


@contextmanager
def a_portal_home(home: Path, *, is_demo: bool = True, at: datetime | None = None) -> Iterator[House]:
    """Give a home of the portal with people and copies, which this process takes for its own."""
    before = os.environ.get("VIGIE_HOME")
    os.environ["VIGIE_HOME"] = str(home)
    lay_tables(Settings(home=home))
    (home / PORTAL_MARK).touch()
    if is_demo:
        (home / DEMO_MARK).touch()
    made = AppContext(open_store(settings()), the_rules(), settings())
    with made.store.write() as session:
        for id_, (role, office) in PEOPLE.items():
            session.add(a_person(made, id_, role, office))
    fill(made, at or now())
    made.store.close()
    house = house_of(acts.app())
    yield house
    house.store.close()
    os.environ.pop("VIGIE_HOME") if before is None else os.environ.update(VIGIE_HOME=before)


def a_person(app: AppContext, id_: str, role: str, office: str) -> UserRow:
    """Somebody of an office outside."""
    name = app.store.seal("app_user.name", id_, f"Name of {id_}")
    days = {"first_day": date(2026, 1, 1), "last_day": date(2028, 12, 31)}
    return UserRow(id=id_, service="ONSS", role=role, office=office, language="fr", name=name, **days)


def outsider(house: AppContext, user: str, at: datetime | None = None) -> Context:
    """Somebody outside as the acts take them, each with a session of their own."""
    context = as_user(house, user, at)
    return replace(context, principal=replace(context.principal, credential=f"session of {user}"))


@dataclass(frozen=True)
class Laid:
    """A copy that was laid down: its id, its office and its kind."""

    id: str
    office: str
    kind: str


def lay(
    app: AppContext, id_: str, copy: Copy, *, is_over: bool = False, files: Mapping[str, bytes] | None = None
) -> Laid:
    """Write a copy as the office publishes it."""
    kind = {CaseCopy: "case", ContactCopy: "contact", FindingCopy: "finding", ListCopy: "list"}[type(copy)]
    queued = getattr(copy, "queued_at", None) or copy.published_at  # type: ignore[union-attr]
    row = PortalCopyRow(
        id=id_,
        office=copy.office,
        kind=kind,
        reference=copy.reference,
        state=_state_of(copy),
        queued_at=queued,
        due_at=getattr(copy, "due_at", None),
        answered_at=getattr(copy, "answered_at", None),
        changed_at=queued,
        is_over=is_over,
        fingerprint=f"print of {id_}",
        body=app.store.seal(BODY, id_, packed_copy(copy)),
        files=app.store.seal_bytes(FILES, id_, packed_files(files)) if files else None,
    )
    with app.store.write() as session:
        session.merge(row)
    return Laid(id_, copy.office, kind)


def _state_of(copy: Copy) -> str:
    if isinstance(copy, CaseCopy) and any(one.sent_to == copy.office for one in copy.sent_on):
        return "sent_on"
    return str(getattr(copy, "state", "published"))


def fill(app: AppContext, at: datetime) -> list[Laid]:
    """Lay down something in each state, for each kind of office; the ids say what they are."""
    return [lay(app, id_, copy, **more) for id_, copy, more in _everything(at)]


def a_case(at: datetime, reference: str = "R-26-000014-2", office: str = AUDITORATE, **fields: Any) -> CaseCopy:
    """A case that was sent a day ago, opened, and is due in 48 minutes; `fields` differ."""
    values: dict[str, Any] = {
        "reference": reference,
        "office": office,
        "reason": "place_of_facts",
        "language": "nl",
        "service": "ONSS",
        "state": DeliveryState.DELIVERED,
        "decided_at": at - timedelta(hours=24),
        "queued_at": at - timedelta(hours=23, minutes=12),
        "due_at": at + timedelta(minutes=48, seconds=30),
        "opened_at": at - timedelta(hours=21),
        "place": FIRM,
        "data": a_report(),
        "bundle_key": "k" * 12,
        "files": ("manifest.json", "data.json", "first_report.pdf", "first_report.txt"),
        "others": (
            OtherOffice(office=POLICE, state=DeliveryState.ACKNOWLEDGED, rings_back_at=at + timedelta(hours=3)),
        ),
        "story": a_story(at, office),
        "others_of_ours": (
            CaseNamed(
                id="c" * 31 + "5",
                reference="R-26-000009-8",
                place="Atelier Exemple 64, 2060 Antwerpen",
                state=DeliveryState.ACKNOWLEDGED,
                decided_at=at - timedelta(days=40),
                why="same_workplace",
            ),
        ),
        "numbers": Numbers(inspector="0400 00 00 14", duty="02 000 00 10", duty_tried_on=date(2026, 11, 25)),
        "read_back": "4719",
    }
    return CaseCopy(**(values | fields))


def a_report(**fields: Any) -> dict[str, Any]:
    """What `data.json` of a bundle holds for whoever works the case."""
    persons = [
        _person(
            "P1", name=NAME, birth_date="1992-01-01", national_number=NUMBER, hearing_language="ro", now_at="stayed"
        ),
        _person("P2", name=None, birth_date=None, hearing_language="ro", now_at="stayed", is_heard=True),
        _person("P3", minor=True, birth_date="2010-05-04", hearing_language="fa", now_at="with_police"),
        _person("P4", birth_date="1985-03-03", hearing_language="ro", now_at="stayed", reach=_reach()),
        _person("P5", birth_date=None, hearing_language=None),
    ]
    found = {
        "reference": "R-26-000014-2",
        "contact_telephone": "0400 00 00 14",
        "lacking": [{"what": "ages", "persons": ["P2", "P5"]}, {"what": "whereabouts", "persons": ["P5"]}],
        "persons": persons,
        "workplace": {
            "name": "Chantier Exemple 39439",
            "address": "Rue de l’Essai 13, 2018 Antwerpen",
            "place": "Antwerpen",
            "enterprise_number": "0000.000.097",
            "sector": "construction",
        },
        "forms": ["economic"],
        "danger_now": True,
        "employer_knows": ["ordinary"],
        "grounds": "They sleep behind the container.\nThe foreman keeps their papers.",
        "calls": [
            {"role": "magistrate_on_duty", "at": "2026-11-28T14:00:00+00:00", "outcome": "reached", "instruction": ""}
        ],
        "elements": [
            {
                "element": "harboured",
                "part": "act",
                "observations": [
                    {
                        "question": "q15_rooms_seen",
                        "answers": ["beds_at_work"],
                        "how": "observed",
                        "person": None,
                        "minute": "11:20",
                    },
                    {
                        "question": "q15_rooms_seen",
                        "answers": ["beds_at_work"],
                        "how": "told",
                        "person": "P1",
                        "minute": "11:40",
                    },
                ],
            },
            {"element": "controlled", "part": "act", "observations": []},
        ],
    }
    return found | fields


def _person(ref: str, **fields: Any) -> dict[str, Any]:
    return {
        "ref": ref,
        "minor": False,
        "name": None,
        "birth_date": None,
        "national_number": None,
        "is_heard": False,
    } | fields


def _reach() -> dict[str, Any]:
    return {"how": "through", "through": REACH, "when": "after 18:00", "language": "ro"}


def a_story(at: datetime, office: str) -> tuple[Happening, ...]:
    """What happened so far."""
    return (
        Happening(at=at - timedelta(hours=23), what="sent", who="us", how="file_drop"),
        Happening(at=at - timedelta(hours=22, minutes=50), what="delivered", who=office, how="file_drop"),
        Happening(at=at - timedelta(hours=22), what="rang", who=office, how="no_answer"),
        Happening(at=at - timedelta(hours=21), what="opened", who=office),
        Happening(at=at - timedelta(hours=20), what="acknowledged", who=POLICE, how="portal"),
    )


def _id(n: int) -> str:
    return "c" * 31 + str(n)


def _everything(at: datetime) -> Iterator[tuple[str, Copy, dict[str, Any]]]:
    files = {"manifest.json": b"{}", "data.json": b"{}", "first_report.pdf": PDF, "first_report.txt": b"report"}
    day, month = timedelta(days=1), timedelta(days=30)
    told = {"answered_at": at - 5 * month, "state": DeliveryState.ACKNOWLEDGED, "due_at": at - 6 * month}
    took = TakenOn(taker="reference_magistrate", noted_at=at - 5 * month)
    yield _id(1), a_case(at), {"files": files}
    yield (
        _id(2),
        a_case(
            at,
            "R-26-000015-7",
            place="Lavage auto Exemple 118, 2660 Hoboken",
            data=a_report(
                danger_now=None, persons=[_person("P1"), _person("P2")], employer_knows=[], contact_telephone=""
            ),
            due_at=at + timedelta(hours=19, minutes=20),
            opened_at=None,
            others=(),
            numbers=Numbers(duty="02 000 00 10"),
        ),
        {},
    )
    yield (
        _id(3),
        a_case(
            at,
            "R-26-000001-1",
            place="",
            due_at=at - 285 * day,
            queued_at=at - 286 * day,
            opened_at=None,
            data=a_report(workplace={"place": "Antwerpen", "sector": ""}, contact_telephone=""),
            numbers=Numbers(),
            others=(),
            others_of_ours=(),
        ),
        {},
    )
    yield (
        _id(4),
        a_case(
            at,
            "R-26-000006-4",
            place="Garage Exemple 205, 2100 Deurne",
            taken_on=took,
            **told,
            outcome_due_on=(at + 12 * day).date(),
            outcome_months=6,
            others=(),
        ),
        {},
    )
    yield (
        _id(5),
        a_case(
            at,
            "R-26-000009-8",
            place="Atelier Exemple 64, 2060 Antwerpen",
            taken_on=took,
            **told,
            others=(),
            embargo=EmbargoNow(asked_by=AUDITORATE, since=at - 9 * day, until=(at + 15 * day).date()),
            outcomes=(Told(outcome="investigation", told_on=(at - month).date()),),
            questions=(
                Question(asked_at=at - day, words="How many beds?"),
                Question(asked_at=at - 2 * day, words="Which day?", answer="On Monday.", answered_at=at - day),
            ),
        ),
        {},
    )
    yield (
        _id(6),
        a_case(
            at,
            "R-26-000003-3",
            place="Hôtel Exemple 31, 2000 Antwerpen",
            state=DeliveryState.REFUSED,
            refused_reason=RefusalReason.NOT_COMPETENT,
            answered_at=at - month,
            due_at=at - month,
        ),
        {"is_over": True},
    )
    yield (
        _id(7),
        a_case(
            at,
            office=POLICE,
            taken_on=TakenOn(taker="investigator", noted_at=at, rings_back_at=at + day),
            state=DeliveryState.ACKNOWLEDGED,
            answered_at=at,
            others=(),
        ),
        {"files": files},
    )
    yield _id(8), a_case(at, "R-26-000020-1", office=ELSEWHERE), {"files": files}
    yield _id(9), a_case(at, "R-26-000021-4", office=CENTRAL), {}
    yield (
        "d" * 32,
        ContactCopy(
            reference="N-26-000001-1",
            office=CENTRE,
            state=NoticeState.QUEUED,
            queued_at=at,
            persons=1,
            due_at=at + 2 * timedelta(hours=1),
            ages=("adult",),
            languages=("ro",),
            urgency="minor",
            callback="02 000 00 10",
        ),
        {},
    )
    yield (
        "e" * 32,
        ContactCopy(
            reference="N-26-000002-2",
            office=CENTRE,
            state=NoticeState.STOPPED,
            queued_at=at - day,
            due_at=at,
            persons=2,
            callback="",
        ),
        {"is_over": True},
    )
    finding = {
        "offence": dict.fromkeys(("fr", "nl", "de", "en"), "No Dimona"),
        "article": dict.fromkeys(("fr", "nl", "de", "en"), "art. 181"),
        "workers": 3,
    }
    yield (
        "f" * 32,
        FindingCopy(
            reference="X-26-000001-1",
            office=REGION,
            state=NoticeState.QUEUED,
            queued_at=at,
            due_at=at + 9 * day,
            values={
                "workplace_name": "Serre Exemple 9",
                "address": "",
                "enterprise": "0000.000.097",
                "facts_on": "2026-11-20",
                "findings": [finding],
                "callback": "02 000 00 10",
                "basis": {"fr": "art. 54"},
            },
        ),
        {},
    )
    rows = (
        {
            "group": "overdue",
            "late_days": 284,
            "changed": ["state"],
            "reference": "R-26-000001-1",
            "state": "delivered",
            "decided_at": (at - day).isoformat(),
        },
        {"group": "new", "reference": "R-26-000014-2", "state": "sent", "decided_at": (at - day).isoformat()},
        {
            "group": "answered",
            "reference": "R-25-000001-9",
            "state": "acknowledged",
            "decided_at": "2025-01-01T00:00:00+00:00",
        },
    )
    yield (
        "a" * 32,
        ListCopy(reference="2026-W48", office=AUDITORATE, week="2026-W48", published_at=at - day, rows=rows),
        {},
    )
    yield "b" * 32, ListCopy(reference="2026-W48", office=POLICE, week="2026-W48", published_at=at - day), {}
