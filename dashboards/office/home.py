"""The first page of the office: who is here, since when, and what each room holds."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.shared import Telling
from inspection.errors import AccessRefused
from inspection.territory import arrondissement_label


def show(asked: Asked) -> Response:
    """Show it."""
    me = asked.known.user
    district = arrondissement_label(me.district, asked.look.lang) if me.district else ""
    return asked.page("home.html", district=district, telling=Telling(asked), rules=asked.catalogue.identity)


def nothing(_: Asked) -> Response:
    """Say of an address that there is no such page, as of one that is not for the one who asks.

    Errors: `AccessRefused` 120, always.
    """
    raise AccessRefused("ACCESS-120")
