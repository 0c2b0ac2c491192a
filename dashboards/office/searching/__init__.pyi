from .routes import search_routes as search_routes
