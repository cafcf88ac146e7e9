"""Finds and proves every disagreement between the published descriptions of one record."""


def __getattr__(name: str) -> str:
    """Return `__version__`; what looks it up takes long to import, so only when it is asked for."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version  # noqa: PLC0415  see above

    return version("cross-schema-conformance")
