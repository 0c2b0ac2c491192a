from .offices_to_tell import addressees as addressees
from .offices_to_tell import recipient_of as recipient_of
