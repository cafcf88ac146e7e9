"""Reads the notations that are JSON Schema already, or nearly.

`specs` knows their keywords and turns them into those of 2020-12, `library` finds what a `$ref`
names, `walk` rewrites one schema with the claims behind its keywords, and `whole` joins what a type
reaches into one schema.
"""
