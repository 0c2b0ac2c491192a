from .addresses import BOARD as BOARD
from .routes import referral_routes as referral_routes
