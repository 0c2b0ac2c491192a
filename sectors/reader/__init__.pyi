from .fault import RuleFault as RuleFault
from .fault import RuleWarning as RuleWarning
from .lines import Version as Version
from .loading import Checked as Checked
from .loading import Rules as Rules
from .loading import check_rules as check_rules
from .loading import load_rules as load_rules
from .signal_checking import check_signal as check_signal
