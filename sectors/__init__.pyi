from . import reader as reader
from . import rules as rules
from .reader import RuleFault as RuleFault
from .reader import Rules as Rules
from .reader import load_rules as load_rules
from .rules import Catalogue as Catalogue
