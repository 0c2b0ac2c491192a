from .routes import order_routes as order_routes
