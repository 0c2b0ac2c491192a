from .routes import story_routes as story_routes
