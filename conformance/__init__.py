"""Finds and proves every disagreement between the published descriptions of one record."""

from importlib.metadata import version

__version__ = version("cross-schema-conformance")
