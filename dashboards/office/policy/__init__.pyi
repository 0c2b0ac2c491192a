from .routes import policy_routes as policy_routes
