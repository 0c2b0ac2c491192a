from .routes import concluding_routes as concluding_routes
