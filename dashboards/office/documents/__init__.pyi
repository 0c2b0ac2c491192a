from .addresses import DOCUMENTS as DOCUMENTS
from .routes import document_routes as document_routes
