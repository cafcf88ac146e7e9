"""The results file: its lines, and reading, checking and comparing them."""
