"""Generated cases: drawn, mutated, shrunk, and kept where they show something new."""
