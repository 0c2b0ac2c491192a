"""What is done at once in a case that left: recalled, noted as deleted; kept apart and freed; told how it went on."""

from typing import cast, get_args

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.referrals.addresses import changes_address
from dashboards.office.referrals.cases import reference_in
from dashboards.office.referrals.changing import again, done, one_of
from dashboards.office.shared import attempted, day_or_none
from inspection import acts
from inspection.acts.changes import Channel, Recalled
from inspection.errors import PortalFault
from inspection.life_cycles import ToldOutcome


def recall(asked: Asked) -> Response:
    """Recall it from an office that it was not for; the right one gets it at once, where one is named."""
    wrong, right = asked.form.get("wrong", ""), asked.form.get("right", "") or None
    here = changes_address(reference_in(asked))

    def way(made: Recalled) -> str:
        return f"{here}?told={'recalled' if made.is_breach else 'stopped'}&office={made.recipient}"

    act = lambda: acts.changes.recall(asked.acting(), reference_in(asked), wrong, instead=right)  # noqa: E731
    return attempted(asked, act, way, lambda fault: again(asked, fault, "recall"), page=here)


def note_deletion(asked: Asked) -> Response:
    """Note that the wrong office says that it deleted what it got."""
    office = asked.form.get("office", "")
    act = lambda: acts.changes.confirm_deletion(asked.acting(), reference_in(asked), office, _channel(asked))  # noqa: E731
    return done(asked, act, "deletion", "deleted")


def put_embargo(asked: Asked) -> Response:
    """Note the embargo that a magistrate asks for."""

    def act() -> object:
        until = day_or_none(asked.form.get("until", ""), PortalFault("PORTAL-304"))
        return acts.changes.embargo(asked.acting(), reference_in(asked), _office(asked), _channel(asked), until=until)

    return done(asked, act, "embargo", "embargo")


def lift_embargo(asked: Asked) -> Response:
    """End the embargoes in force, because a magistrate says so."""
    act = lambda: acts.changes.lift_embargo(asked.acting(), reference_in(asked), _office(asked), _channel(asked))  # noqa: E731
    return done(asked, act, "lift", "lifted")


def note_outcome(asked: Asked) -> Response:
    """Note what a magistrate chose to tell of how it went on; figures count it."""

    def act() -> None:
        on = day_or_none(asked.form.get("told_on", ""), PortalFault("PORTAL-304"))
        if on is not None and on > asked.today:
            raise PortalFault("PORTAL-304")
        outcome = cast(ToldOutcome, asked.form.get("outcome", ""))  # the act refuses what nobody chose
        acts.changes.note_outcome(asked.acting(), reference_in(asked), _office(asked), outcome, told_on=on)

    return done(asked, act, "outcome", "outcome")


def _office(asked: Asked) -> str:
    return asked.form.get("magistrate", "")


def _channel(asked: Asked) -> Channel:
    """Return how something was said. Errors: `PortalFault` PORTAL-304."""
    return cast(Channel, one_of(asked.form.get("channel", ""), get_args(Channel)))
