from .passing_on import Exchange as Exchange
from .passing_on import MagistratePermission as MagistratePermission
from .passing_on import answer_exchange as answer_exchange
from .passing_on import exchanges as exchanges
from .passing_on import pass_on as pass_on
from .passing_on import take_exchange_answer as take_exchange_answer
from .passing_on import to_pass_on as to_pass_on
