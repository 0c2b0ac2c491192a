from .lineage import check_lineage as check_lineage
from .lineage import lineage as lineage
from .narrowed import NarrowedLake as NarrowedLake
from .permuted import PermutedLake as PermutedLake
from .unchanged import Unchanged as Unchanged
from .unchanged import unchanged_by_place as unchanged_by_place
