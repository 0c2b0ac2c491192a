from .gathering import DatedLine as DatedLine
from .gathering import Named as Named
from .gathering import OffenceSheet as OffenceSheet
from .gathering import Risk as Risk
from .gathering import ShownBy as ShownBy
from .gathering import sheet_of as sheet_of
from .wording import Part as Part
from .wording import worded as worded
