from .as_rules import as_rules as as_rules
from .reading import COLUMNS as COLUMNS
from .reading import WageLine as WageLine
from .reading import read_wages as read_wages
