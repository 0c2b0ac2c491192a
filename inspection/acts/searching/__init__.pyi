from .searching import Found as Found
from .searching import Hit as Hit
from .searching import search as search
from .typed import is_person_number as is_person_number
