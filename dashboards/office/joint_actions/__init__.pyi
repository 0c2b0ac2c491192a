from .routes import action_routes as action_routes
