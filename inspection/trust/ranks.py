"""Who of the house stands above whom: nobody gives anybody more than they have themselves."""

from inspection.trust.context import SYSTEM

# The data officer watches the house, so only the direction names one; the installation itself stands above all.
RANK = {
    "inspector": 0,
    "team_head": 1,
    "supervisor": 2,
    "direction": 3,
    "auditor_dpo": 3,
    "administrator": 3,
    SYSTEM: 4,
}
