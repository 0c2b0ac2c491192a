from .listing import KeyLine as KeyLine
from .listing import check_keys as check_keys
from .listing import key_troubles as key_troubles
from .listing import keys_of_house as keys_of_house
from .listing import list_keys as list_keys
from .rotating import Rotated as Rotated
from .rotating import rotate as rotate
from .sealed_rows import count_left as count_left
