from .crossing import Crossed as Crossed
from .crossing import cross as cross
from .crossing import standing_of_portal as standing_of_portal
from .crossing import waiting as waiting
from .notifying import notify_offices as notify_offices
from .taking import take_words as take_words
from .taking import words_waiting as words_waiting
