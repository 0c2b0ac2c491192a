"""What an office is called in the reader's language; a key that no rule has is shown as it is."""

from collections.abc import Iterable

from dashboards.office import Asked


def name_of(asked: Asked, office: str) -> str:
    """Return the name of an office; "us" is the inspection."""
    if office == "us":
        return asked.say("portal.us")
    known = asked.catalogue.recipients.get(office)
    return known.name.say(asked.look.lang) if known else office


def names_of_offices(asked: Asked, offices: Iterable[str]) -> str:
    """Return the names of several offices in one line."""
    return ", ".join(name_of(asked, office) for office in offices)
