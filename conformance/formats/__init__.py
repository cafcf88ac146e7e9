"""The formats of the tool's own files, as JSON Schemas, and how they are read."""
