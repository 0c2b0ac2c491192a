from .contradicting import contradictions as contradictions
from .contradicting import municipality_then as municipality_then
from .folding import compared as compared
from .folding import folded as folded
from .house_numbers import read_numbers as read_numbers
from .matching import match_addresses as match_addresses
from .middles import middles as middles
