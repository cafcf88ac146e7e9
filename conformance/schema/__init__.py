"""JSON Schema files: loaded with all they refer to, checked, and compiled where they are silent."""
