"""The signals: one function a key, from what it may see of the workplaces to a value for each.

A function is handed a `Sight`: opaque keys, and the columns that sectors/common/signals.yaml says it reads. It returns
`workplace` (the key), `value`, and the counts or sums behind it; workplaces that it leaves out are missing.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from inspection.targeting.sight import Sight
from inspection.targeting.signals import complaints, dimona, dmfa, kbo, works

Signal = Callable[[Sight], pl.DataFrame]
_FUNCTIONS: tuple[Signal, ...] = (
    complaints.complaints_kept_365d,
    dimona.cancelled_dimona_share,
    dimona.late_dimona_share,
    dimona.same_day_dimona_share,
    dimona.short_contract_share,
    dimona.worker_turnover,
    dmfa.dmfa_arrears_share,
    dmfa.joint_committee_mismatch_share,
    dmfa.part_time_share,
    dmfa.wage_per_hour_eur,
    dmfa.workers_dmfa_missing_share,
    kbo.enterprise_age_years,
    kbo.enterprises_at_address,
    kbo.establishment_age_years,
    kbo.recent_starts_at_address,
    works.contractor_chain_depth,
    works.works_presence_gap,
)
SIGNALS: Mapping[str, Signal] = MappingProxyType({function.__name__: function for function in _FUNCTIONS})

__all__ = ["SIGNALS", "Signal"]
