"""Rows of what a magistrate ordered, and the one place that says what stays out of sight."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
