"""The screen of ordered visits, drawn without a browser: to whom each is open, how one is made, opened and ended."""

from collections.abc import Callable

import pytest
from builders_acts import FIRM, LIEGE
from builders_dashboards import INSPECTOR, SUPERVISOR
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.trust import AppContext

Draw = Callable[..., AppTest]
OTHER = "supervisor-namur"
REFERENCE = "LI.69.99.1-26"


@pytest.fixture
def order(house: AppContext) -> acts.orders.Ordered:
    """Give a visit that a magistrate ordered, registered by the supervisor."""
    return acts.orders.order_visit(
        house.acting(SUPERVISOR), FIRM, authority="aud-liege", authority_reference=REFERENCE, place=LIEGE
    )


def words(app: AppTest) -> str:
    """Everything that a screen says, tables included."""
    kinds = ("title", "subheader", "caption", "info", "success", "warning", "error", "markdown")
    told = [str(e.value) for kind in kinds for e in app.get(kind)]
    return "\n".join([*told, *(f"{list(t.value.columns)} {t.value.to_string()}" for t in app.table)])


def press(app: AppTest, label: str) -> AppTest:
    """Press a button by its words."""
    next(b for b in app.button if b.label == label).click()
    return app.run()


def boxes(app: AppTest, label: str) -> list:
    """The select boxes with a label."""
    return [box for box in app.selectbox if box.label == label]


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.few(2)
def test_the_screen_is_whole_in_four_languages(screen: Draw, order: acts.orders.Ordered, lang: str) -> None:
    """No hole in the words; the order is there with the magistrate's reference."""
    app = screen("orders", SUPERVISOR, lang)
    assert not app.exception
    assert "screen." not in words(app)
    assert REFERENCE in words(app)
    assert order.reference in words(app)


def test_a_visit_is_registered_and_seen_by_nobody_else(screen: Draw, house: AppContext) -> None:
    """Number, magistrate and reference make it whole; a colleague of the same rank sees nothing of it."""
    before = {one.reference for one in acts.orders.orders_of(house.acting(SUPERVISOR))}
    app = screen("orders", SUPERVISOR)
    assert next(b for b in app.button if b.label == "Register").disabled
    app.text_input[0].set_value("2.123.456.789")
    app.text_input[1].set_value("4000")
    next(text for text in app.text_input if text.label.startswith("Reference")).set_value("LI.69.99.2-26")
    boxes(app, "Magistrate")[0].set_value("aud-liege")
    app = press(app.run(), "Register")
    assert not app.exception
    [made] = [one for one in acts.orders.orders_of(house.acting(SUPERVISOR)) if one.reference not in before]
    assert (made.authority_reference, made.state) == ("LI.69.99.2-26", "open")
    assert f"{made.reference} is registered" in words(app)
    assert next(b for b in app.button if b.label == "Register").disabled  # the form begins anew
    assert made.reference not in words(screen("orders", OTHER))


def test_an_order_is_opened_to_a_reader_and_closed_again(screen: Draw, order: acts.orders.Ordered) -> None:
    """The inspector sees it between the two, and has no form in which to open it further."""
    assert order.reference not in words(screen("orders", INSPECTOR))
    for button, is_seen in (("Open", True), ("Close", False)):
        app = screen("orders", SUPERVISOR)
        boxes(app, "Ordered visit")[0].set_value(order.reference)
        app.radio[0].set_value("user")
        app = app.run()
        boxes(app, "To whom, to what")[0].set_value(INSPECTOR)
        boxes(app, "Reason")[0].set_value("given_by_mistake")
        app = press(app.run(), button)
        assert not app.exception
        theirs = screen("orders", INSPECTOR)
        assert (order.reference in words(theirs)) is is_seen
        assert not theirs.button


def test_an_order_that_the_magistrate_takes_back_is_ended(
    screen: Draw, house: AppContext, order: acts.orders.Ordered
) -> None:
    """It stays in the table as what it is, and can be ended no more."""
    app = screen("orders", SUPERVISOR)
    assert "Choose first all" in words(press(app, "Withdraw"))
    boxes(app, "Ordered visit")[-1].set_value(order.reference)
    boxes(app, "Reason")[-1].set_value("withdrawn_by_magistrate")
    app = press(app, "Withdraw")
    assert "nobody is sent there any more" in words(app)
    assert {one.reference: one.state for one in acts.orders.orders_of(house.acting(SUPERVISOR))}[
        order.reference
    ] == "withdrawn"
    left = [box for box in boxes(app, "Ordered visit")[2:] if any(order.reference in one for one in box.options)]
    assert not left


def test_the_same_order_registered_again_is_no_second_one(house: AppContext, order: acts.orders.Ordered) -> None:
    """Two presses, one visit; a withdrawn one can be ordered anew."""
    again = {"authority": "aud-liege", "authority_reference": REFERENCE, "place": LIEGE}
    assert acts.orders.order_visit(house.acting(SUPERVISOR), FIRM, **again).reference == order.reference
    acts.orders.withdraw_order(house.acting(SUPERVISOR), order.reference, reason="registered_by_mistake")
    assert acts.orders.order_visit(house.acting(SUPERVISOR), FIRM, **again).reference != order.reference
