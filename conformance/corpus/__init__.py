"""The cases of a record: read, written, linted and selected."""
