"""A record's folder: its variants, readings and claims, and the choice of a record."""
