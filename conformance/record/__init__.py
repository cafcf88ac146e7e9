"""A record's folder: its variants, readings and claims; and which record is meant."""
