"""Every signal by its key, which is the name of its function."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from inspection.targeting.signals import complaints, dimona, dmfa, kbo, limosa, own_history, works
from inspection.targeting.views import Sight

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
    limosa.posting_mismatch_share,
    own_history.own_history_enterprise,
    own_history.own_history_workplace,
    works.contractor_chain_depth,
    works.works_presence_gap,
)
SIGNALS: Mapping[str, Signal] = MappingProxyType({function.__name__: function for function in _FUNCTIONS})
