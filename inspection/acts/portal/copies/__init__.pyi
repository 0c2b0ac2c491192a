from .publishing import TO_FORGET as TO_FORGET
from .publishing import forget_copy as forget_copy
from .publishing import news as news
from .publishing import publish as publish
