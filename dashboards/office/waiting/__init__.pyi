from .routes import waiting_routes as waiting_routes
