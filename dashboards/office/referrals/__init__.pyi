from .addresses import BOARD as BOARD
from .addresses import case_address as case_address
from .addresses import changes_address as changes_address
from .addresses import dialled as dialled
from .changing import change_named as change_named
from .routes import referral_routes as referral_routes
from .words import Words as Words
