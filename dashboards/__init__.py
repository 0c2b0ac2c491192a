"""What people work in: pages of the office and of offices outside, the field form, Streamlit for analysis; one server.

A page asks an act what its reader may see, draws it, and calls one act on a button. Nothing here changes the store in
another way, and nothing here decides who may do what: the acts do.
"""

from dashboards.serving import serve

__all__ = ["serve"]
