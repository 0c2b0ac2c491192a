"""An alarm for registers that nobody delivered: a week that is chosen from old rows looks as good as any other."""

from datetime import datetime

from inspection.acts.alerts import raise_alert
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.registers.lake import Lake
from inspection.time_of import day_in_brussels, now
from inspection.trust import ask, recorded

STALE = "register_stale"


def warn_of_stale_registers(by: str, *, at: datetime | None = None, office: Office | None = None) -> tuple[str, ...]:
    """Alert the direction of each register that is older than the rules allow, once for each snapshot.

    One that was never taken in is told by `vigie doctor`: a new house would hear of nothing else.

    Result: the registers that are stale, alerted now or before. Errors: `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    day, lake = day_in_brussels(at), Lake(here.settings.lake)
    snapshots = {key: (lake.snapshot(key, day), one) for key, one in here.catalogue(day).registers.items()}
    stale = {
        key: taken
        for key, (taken, register) in snapshots.items()
        if taken is not None and (day - taken).days > register.stale_after_days
    }
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "registers.watch", service=here.settings.service)
        service = here.settings.service
        raised = [
            raise_alert(trail, STALE, f"{service}:{key}", taken.toordinal(), "", service, role="direction")
            for key, taken in sorted(stale.items())
        ]
        if not any(raised):
            trail.idle()
    return tuple(sorted(stale))
