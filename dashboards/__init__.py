"""The office on a screen: a Streamlit app over the acts, and the one process that serves it.

A screen asks a named query, shows it with small widgets, and calls one act on a button. Nothing here changes the store
in another way, and nothing here decides who may do what: the acts do.
"""

from dashboards.serving import serve

__all__ = ["serve"]
