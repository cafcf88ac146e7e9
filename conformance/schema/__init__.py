"""JSON Schema files: loaded with their references, checked, and compiled for silent places."""
