from . import reader as reader
from .reader import RuleFault as RuleFault
from .reader import Rules as Rules
from .reader import load_rules as load_rules
from .rules.catalogue import Catalogue as Catalogue
