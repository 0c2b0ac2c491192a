from .routes import day_routes as day_routes
