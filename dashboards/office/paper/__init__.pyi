from .routes import paper_routes as paper_routes
