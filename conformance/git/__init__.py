"""Reads Git repositories by git's own commands, without a checkout."""
