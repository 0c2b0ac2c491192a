"""Ordered visits before a browser without a screen: to whom each is open, and how one is made, opened and ended."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from builders_acts import FIRM, LIEGE, a_part
from builders_identity import an_account
from builders_orders import apart
from office_shell import DIRECTION, INSPECTOR, Caller, make_stale, words
from sqlmodel import col, select

from inspection import acts
from inspection.i18n import LANGUAGES, t
from inspection.store.queries import plans
from inspection.store.records import AlertRow, AuditEntryRow
from inspection.time_of import IsoWeek, now, today
from inspection.trust import AppContext

SUPERVISOR, OTHER = "supervisor-liege", "supervisor-namur"
REFERENCE, TEAM = "LI.69.99.1-26", "liege-1"


@pytest.fixture(scope="module", autouse=True)
def accounts(home: AppContext) -> None:
    """Let supervisors prove who they are."""
    for user in (SUPERVISOR, OTHER):
        an_account(home, user, now())


@pytest.fixture
def order(home: AppContext) -> acts.orders.Ordered:
    """Give a visit that a magistrate ordered, registered by the supervisor."""
    made = acts.orders.order_visit(
        home.acting(SUPERVISOR), FIRM, authority="aud-liege", authority_reference=REFERENCE, place=LIEGE
    )
    return made if made.state == "open" else pytest.fail("an order of another test stands in the way")


@pytest.fixture
def office(home: AppContext) -> Caller:
    """Give the browser of the supervisor."""
    return signed_in(home, SUPERVISOR)


def signed_in(home: AppContext, user: str) -> Caller:
    """The browser of somebody who has signed in."""
    caller = Caller(home)
    caller.sign_in(user)
    return caller


def a_form(**fields: str) -> dict[str, str]:
    """What the form sends."""
    made = {"number": "2.777.777.777", "postcode": "4000", "authority": "aud-liege", "reference": "LI.69.99.2-26"}
    return {**made, "not_after": "", **fields}


def way_of(order: acts.orders.Ordered) -> str:
    """The address of its page."""
    return f"/orders/{order.reference}"


def state_of(home: AppContext, order: acts.orders.Ordered) -> str:
    """How it stands."""
    return next(one.state for one in acts.orders.orders_of(home.acting(SUPERVISOR)) if one.id == order.id)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_pages_are_whole_in_four_languages(office: Caller, order: acts.orders.Ordered, lang: str) -> None:
    """No hole in the words; the order is there with the magistrate's reference."""
    office.client.cookies.set("vigie_language", lang)
    for way in ("/orders", way_of(order)):
        page = office.get(way)
        assert page.status_code == 200, way
        assert "screen." not in words(page.text)
        assert REFERENCE in page.text
        assert order.reference in page.text


def test_a_visit_is_registered_and_seen_by_nobody_else(home: AppContext, office: Caller) -> None:
    """Number, magistrate and reference make it whole; a colleague of the same rank, and the direction, see nothing."""
    last = today() + timedelta(days=3)
    done = office.send("/orders", "/orders", **a_form(not_after=last.isoformat()))
    reference = re.fullmatch(r"/orders/(\w+)\?told=made", done.headers["location"])[1]
    (made,) = [one for one in acts.orders.orders_of(home.acting(SUPERVISOR)) if one.reference == reference]
    assert (made.authority_reference, made.state, made.not_after) == ("LI.69.99.2-26", "open", last)
    assert f"{reference} is registered" in words(office.get(done.headers["location"]).text)
    assert "3 days left" in words(office.get("/orders").text).replace("\N{NO-BREAK SPACE}", " ")
    for user in (OTHER, DIRECTION, INSPECTOR):
        theirs = signed_in(home, user)
        assert reference not in theirs.get("/orders").text
        absent, closed = theirs.get("/orders/ABCDEF"), theirs.get(f"/orders/{reference}")
        assert absent.status_code == closed.status_code == 404
        assert words(absent.text).replace("ABCDEF", "") == words(closed.text).replace(reference, "")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"authority": "pjf-liege"}, "Choose a magistrate"),
        ({"reference": " "}, "Give the reference"),
        ({"not_after": "2020-01-01"}, "has passed"),
        ({"not_after": "soon"}, "has passed"),
        ({"number": "0800.000.123"}, "neither the number of an establishment"),
        ({"postcode": ""}, "Nobody knows this place yet"),
        ({"postcode": "0001"}, "no such postcode"),
    ],
)
def test_what_is_not_whole_is_refused_in_words(home: AppContext, office: Caller, fields: dict, said: str) -> None:
    """What was typed stays, and nothing is registered."""
    before = len(acts.orders.orders_of(home.acting(SUPERVISOR)))
    answer = office.send("/orders", "/orders", **a_form(**{"number": "2.888.888.888", **fields}))
    assert answer.status_code >= 400
    assert said in words(answer.text)
    assert f'value="{fields.get("number", "2.888.888.888")}"' in answer.text
    assert len(acts.orders.orders_of(home.acting(SUPERVISOR))) == before


def test_an_order_is_opened_to_a_reader_and_closed_again(
    home: AppContext, office: Caller, order: acts.orders.Ordered
) -> None:
    """The inspector sees it between the two, without a form and without who else may."""
    way, reader = way_of(order), f"user:{INSPECTOR}"
    theirs = signed_in(home, INSPECTOR)
    assert theirs.get(way).status_code == 404
    done = office.send(f"{way}/permit", way, reader=reader)
    assert done.headers["location"] == f"{way}?told=permitted"
    shown = office.get(done.headers["location"]).text
    assert "Access is open" in words(shown)
    assert f"{INSPECTOR} one person" in words(shown)
    page = theirs.get(way).text
    assert REFERENCE in page
    assert f"{way}/" not in page
    assert "Who may see it" not in words(page)
    assert order.reference in theirs.get("/orders").text
    assert '<h2 id="make"' not in theirs.get("/orders").text
    assert theirs.send("/orders", "/orders", **a_form()).status_code == 404
    assert theirs.send(f"{way}/withdraw", way, reason="registered_by_mistake").status_code == 404
    wrong = office.send(f"{way}/revoke", way, reader=reader, reason="")
    assert (wrong.status_code, "Choose a reason" in words(wrong.text)) == (400, True)
    assert f'value="{reader}" selected' in wrong.text
    office.send(f"{way}/revoke", way, reader=reader, reason="given_by_mistake")
    assert theirs.get(way).status_code == 404
    assert order.reference not in theirs.get("/orders").text


def test_whoever_closes_a_visit_to_themselves_is_led_to_the_list(
    home: AppContext, office: Caller, order: acts.orders.Ordered
) -> None:
    """Its page is closed to them from then on."""
    office.send(f"{way_of(order)}/permit", way_of(order), reader=f"user:{OTHER}")
    theirs, way = signed_in(home, OTHER), way_of(order)
    done = theirs.send(f"{way}/revoke", way, reader=f"user:{OTHER}", reason="no_longer_needed")
    page = theirs.get(done.headers["location"])
    assert (page.status_code, theirs.get(way).status_code) == (200, 404)
    assert t("screen.orders.revoked", "en") in words(page.text)
    assert order.reference not in page.text


@pytest.mark.parametrize("reader", ["", "user:nobody", "somebody:liege-1", "list:nothing"])
def test_nobody_that_is_not_there_gets_access(office: Caller, order: acts.orders.Ordered, reader: str) -> None:
    """Nor does a kind of reader that there is not."""
    answer = office.send(f"{way_of(order)}/permit", way_of(order), reader=reader)
    assert "No person, team or list has this name here" in words(answer.text)


def test_access_is_opened_after_a_proof_of_a_moment_ago(
    home: AppContext, office: Caller, order: acts.orders.Ordered
) -> None:
    """And afterwards one is back on the page of the visit."""
    make_stale(home, office.token)
    done = office.send(f"{way_of(order)}/permit", way_of(order), reader=f"team:{TEAM}")
    assert done.headers["location"] == f"/me/prove?next=%2Forders%2F{order.reference}"


def test_a_look_at_a_visit_is_recorded_with_its_id(
    home: AppContext, office: Caller, order: acts.orders.Ordered
) -> None:
    """And one at the list, each time."""
    wanted = select(AuditEntryRow).where(col(AuditEntryRow.act) == "order.list", col(AuditEntryRow.who) == SUPERVISOR)

    def looks() -> list[tuple[str, str]]:
        with home.store.read() as session:
            return [(one.subject, one.facts["kind"]) for one in session.exec(wanted.order_by(col(AuditEntryRow.n)))]

    before = len(looks())
    office.get("/orders")
    office.get(way_of(order))
    assert looks()[before:] == [(SUPERVISOR, "orders"), (order.id, "order")]


def test_a_further_office_gets_the_referral(office: Caller, order: acts.orders.Ordered) -> None:
    """It is chosen once, and then stands among those that may have it."""
    way = way_of(order)
    assert "may see a case" in words(office.send(f"{way}/let-have", way, office="").text)
    done = office.send(f"{way}/let-have", way, office="pjf-liege")
    page = office.get(done.headers["location"]).text
    assert "May have the referral, as the magistrate allowed" in words(page)
    assert '<option value="pjf-liege"' not in page


def test_whom_to_ring_stays_on_the_page(home: AppContext, office: Caller) -> None:
    """A team that never could see it is never named as one to ring; one that could is, once it can no more."""
    coming = IsoWeek.after(today())
    made = acts.orders.order_visit(
        home.acting(SUPERVISOR), "est:2666666666", authority="aud-liege", authority_reference="LI.3", place=LIEGE
    )
    way, rounds = way_of(made), apart(home, "est:2666666666")
    restricted = tuple(replace(one, day=coming.monday) for one in rounds)
    acts.weeks.propose_week(home.acting(), coming, service="ONSS", parts=[a_part("liege")], restricted=restricted)
    assert plans(home.store, str(coming))
    page = words(office.get(way).text)
    assert "The planned team may not see it: nobody goes" in page
    assert "To be told by telephone" not in page
    assert "Of one visit the planned team may not see it" in words(office.get("/orders").text)
    office.send(f"{way}/permit", way, reader=f"team:{TEAM}")
    assert "nobody goes" not in words(office.get(way).text)
    office.send(f"{way}/revoke", way, reader=f"team:{TEAM}", reason="given_by_mistake")
    for _ in range(2):
        assert "Team 1, liege is planned there" in words(office.get(way).text)
    office.send(f"{way}/permit", way, reader=f"team:{TEAM}")
    done = office.send(f"{way}/withdraw", way, reason="withdrawn_by_magistrate")
    page = words(office.get(done.headers["location"]).text)
    assert "nobody is sent there any more" in page
    assert "Team 1, liege is planned there" in page


def test_the_alert_about_a_visit_leads_to_it(home: AppContext, office: Caller, order: acts.orders.Ordered) -> None:
    """For whoever registered it."""
    fields = {"service": "ONSS", "state": "open", "raised_at": now(), "step": 0, "for_role": "supervisor"}
    with home.store.write() as session:
        row = AlertRow(id="a", kind="order_unplaced", subject=order.id, district="liege", **fields)
        row.for_user = SUPERVISOR
        session.add(row)
    assert f'<a href="{way_of(order)}">{order.reference}</a>' in office.get("/waiting").text


def test_an_order_that_the_magistrate_takes_back_is_ended(
    home: AppContext, office: Caller, order: acts.orders.Ordered
) -> None:
    """It stays in the list as what it is, and can be ended no more; the same order is another one then."""
    way = way_of(order)
    assert "Choose a reason" in words(office.send(f"{way}/withdraw", way, reason="").text)
    office.send(f"{way}/withdraw", way, reason="withdrawn_by_magistrate")
    assert state_of(home, order) == "withdrawn"
    assert "withdrawn" in words(office.get("/orders").text)
    assert f"{way}/withdraw" not in office.get(way).text
    again = {"authority": "aud-liege", "authority_reference": REFERENCE, "place": LIEGE}
    assert acts.orders.order_visit(home.acting(SUPERVISOR), FIRM, **again).reference != order.reference


def test_the_same_order_registered_again_is_no_second_one(office: Caller) -> None:
    """Two presses, one visit."""
    ways = {office.send("/orders", "/orders", **a_form(number="2.555.555.555")).headers["location"] for _ in range(2)}
    assert len(ways) == 1
