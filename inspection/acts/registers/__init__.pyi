from .authorising import list_authorisations as list_authorisations
from .deciding import HeldDecision as HeldDecision
from .deciding import HeldRegister as HeldRegister
from .deciding import (
    allow_intake as allow_intake,
)
from .deciding import give_up as give_up
from .deciding import (
    list_held as list_held,
)
from .deciding import (
    reject as reject,
)
from .deciding import (
    release as release,
)
from .deciding import (
    tell_of_held as tell_of_held,
)
from .disagreeing import AddressAccount as AddressAccount
from .disagreeing import address_account as address_account
from .fetching import fetch_kbo as fetch_kbo
from .health import RegisterHealth as RegisterHealth
from .health import list_health as list_health
from .keeping import freeze as freeze
from .keeping import frozen_days as frozen_days
from .keeping import prune as prune
from .keeping import thaw as thaw
from .looking import changes as changes
from .looking import quarantine as quarantine
from .looking import unit_history as unit_history
from .receiving import content_of as content_of
from .receiving import forget_deliveries as forget_deliveries
from .receiving import list_deliveries as list_deliveries
from .receiving import note_refused as note_refused
from .receiving import note_taken as note_taken
from .receiving import pseudonym_of as pseudonym_of
from .receiving import receive as receive
from .receiving import seal_what_was_read as seal_what_was_read
from .receiving import source_of as source_of
from .takings import last_pruned as last_pruned
from .takings import note_taking as note_taking
from .takings import snapshots_given_up as snapshots_given_up
from .takings import snapshots_taken as snapshots_taken
from .telling import tell_of_intake as tell_of_intake
from .turns import Refused as Refused
from .turns import in_turn as in_turn
from .turns import receive_all as receive_all
