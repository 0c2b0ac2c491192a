"""The entrance of the office: a page on which somebody says who works here, and the way back out.

It is a page of ours rather than a screen, since only a page of ours can give a browser its cookie.
"""

from dashboards.entrance.routes import entrance_routes

__all__ = ["entrance_routes"]
