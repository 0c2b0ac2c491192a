"""Which devices prove themselves in which way, by the beginning of the addresses that they call."""

from collections.abc import Mapping

from dashboards.calendars import prove_calendar
from dashboards.field.identity import prove_form
from dashboards.guard import Prover
from dashboards.openrosa.identity import prove_client

PROVERS: Mapping[str, Prover] = {
    "/field/api/": prove_form,
    "/openrosa/": prove_client,
    "/calendar/": prove_calendar,
}
