"""The reports of a comparison of whole sources: page, changelog, terminal."""
