from .routes import hold_routes as hold_routes
