from .forgetting import TO_FORGET as TO_FORGET
from .forgetting import forget_closed as forget_closed
from .forgetting import forget_copy as forget_copy
from .forgetting import forget_reference as forget_reference
from .publishing import news as news
from .publishing import publish as publish
