from .publishing import news as news
from .publishing import publish as publish
