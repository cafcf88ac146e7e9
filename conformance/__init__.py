"""Finds and proves every disagreement between the published descriptions of one record."""

__version__ = "1.0.0"
"""The one place where the version stands: to look it up in the package's metadata takes long."""
