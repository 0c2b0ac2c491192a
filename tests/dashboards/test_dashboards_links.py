"""Links on the screen of referrals: asked for, shown as a ground and a bar, confirmed by a head, and never a name."""

from collections.abc import Callable

import pytest
from builders_control_view import reasoned
from builders_link_cases import HEAD, NUMBER, a_case, a_person
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.store.records import AuditEntryRow
from inspection.time_of import now
from inspection.trust import AppContext

Draw = Callable[..., AppTest]


@pytest.fixture(scope="module")
def case(house: AppContext) -> str:
    """A case that one person and one enterprise link to another."""
    met = [a_person(national_number=NUMBER, name="Vasil Exempel", birth_date="1990-01-02")]
    first = a_case(house, 71, persons=met, at=now())
    a_case(house, 72, "namur", firm=71, persons=met, at=now())
    return first


def opened(screen: Draw, house: AppContext, case: str, by: str, lang: str = "en") -> AppTest:
    """The screen of referrals with a delivery of the case chosen."""
    app = screen("referrals", by, lang)
    mine = next(d for d in acts.chasing.list_deliveries(house.acting(by), reference=case))
    next(box for box in app.selectbox if box.key == "ref_one").set_value(mine.id)
    return app.run()


def words(app: AppTest) -> str:
    kinds = ("title", "subheader", "caption", "info", "success", "markdown")
    return "\n".join(str(e.value) for kind in kinds for e in app.get(kind))


def looks(house: AppContext) -> int:
    with house.store.read() as session:
        return len(session.exec(select(AuditEntryRow).where(col(AuditEntryRow.act) == "link.find")).all())


@pytest.mark.parametrize(
    ("lang", "button", "ground"),
    [
        ("fr", "Chercher les liens", "Même entreprise"),
        ("nl", "Verbanden zoeken", "Zelfde onderneming"),
        ("de", "Verbindungen suchen", "Dasselbe Unternehmen"),
        ("en", "Look for links", "Same enterprise"),
    ],
)
def test_links_are_shown_when_asked_for_and_the_look_is_recorded_once(
    screen: Draw, house: AppContext, case: str, lang: str, button: str, ground: str
) -> None:
    """In the reader's language; drawing the screen again is the same look."""
    before = looks(house)
    app = opened(screen, house, case, "insp-liege-1", lang)
    assert ground not in words(app)
    next(b for b in app.button if b.label == button).click()
    app = app.run()
    assert not app.exception
    assert ground in words(app)
    app = app.run()
    assert looks(house) == before + 1
    assert not [secret for secret in (NUMBER, "Exempel", "1990") if secret in words(app)]
    assert not [b for b in app.button if b.label in ("Confirm", "Confirmer", "Bevestigen", "Bestätigen")]


def test_a_head_confirms_on_the_screen(screen: Draw, house: AppContext, case: str) -> None:
    """With a reason; without one it is refused and nothing is kept."""
    app = opened(screen, house, case, HEAD)
    next(b for b in app.button if b.label == "Look for links").click()
    app = reasoned(app.run())
    next(b for b in app.button if b.label == "Confirm").click()
    app = app.run()
    assert app.error
    assert acts.links.list_links(house.acting(HEAD)) == []
    reasons = [box for box in app.text_area if box.label == "Reason"]  # the first is that of a change
    reasons[1].set_value("Same kitchen.")
    next(b for b in app.button if b.label == "Confirm").click()
    app = app.run()
    assert not app.exception
    assert "Link confirmed" in words(app)
    assert len(acts.links.list_links(house.acting(HEAD))) == 1
