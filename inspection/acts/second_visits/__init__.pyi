from .drawing import draw_second_visits as draw_second_visits
from .looking import SecondLook as SecondLook
from .looking import second_looks as second_looks
from .owing import second_mandates as second_mandates
