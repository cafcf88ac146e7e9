"""Published descriptions in their own notation, read into JSON Schemas.

A notation's module turns a source text into facts (`facts`), without any decision. `decide` says
what a notation leaves open, and `emit` makes the schema and its claims from both. Notations that
are JSON Schema already skip the facts. Nothing here runs code of a source.
"""
