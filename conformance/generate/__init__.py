"""Generated cases: drawn, mutated, shrunk, and kept if they show something new."""
