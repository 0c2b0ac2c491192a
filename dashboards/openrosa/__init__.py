"""The OpenRosa face: forms out, submissions in, for ODK Collect, KoboCollect and Enketo; off unless settings say so."""

from dashboards.openrosa.routes import openrosa_routes

__all__ = ["openrosa_routes"]
