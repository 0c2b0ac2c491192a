from .routes import inspection_routes as inspection_routes
