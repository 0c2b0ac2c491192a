from .asking import Asked as Asked
from .asking import Visitor as Visitor
from .asking import form as form
from .asking import page as page
from .forms import TOKEN_FIELD as TOKEN_FIELD
from .forms import form_token as form_token
from .freshness import needs_fresh as needs_fresh
from .routes import office_routes as office_routes
