from .addresses import BOARD as BOARD
from .addresses import case_address as case_address
from .routes import referral_routes as referral_routes
