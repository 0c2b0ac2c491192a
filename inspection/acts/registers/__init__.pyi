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
from .takings import note_taking as note_taking
from .takings import snapshots_given_up as snapshots_given_up
from .takings import snapshots_taken as snapshots_taken
