"""What a hold says in the reader's language: which place it is, and at whose request nobody goes there."""

from dashboards.office.shared import Telling, place_named
from inspection import acts


def plain(hold: acts.workplaces.PlacedHold, telling: Telling, name: str = "") -> str:
    """Return what is left alone as people write it: a number, or street and municipality; a workplace by its name too.

    Arguments: `name` of the firm, where whoever reads would find the workplace by it.
    """
    if hold.kind == "address":
        refnis, _, street = hold.subject.partition(" ")
        return f"{street}, {place_named(telling.asked, refnis)}"
    if hold.kind == "enterprise":
        return telling.firm(hold.subject)
    return ", ".join(filter(None, (name, telling.number(hold.subject))))


def asked_by(hold: acts.workplaces.PlacedHold, telling: Telling) -> str:
    """Return at whose request nobody goes there; the service's own where nobody else asked."""
    return telling.office(hold.authority) if hold.authority else telling.asked.say("holds.own")
