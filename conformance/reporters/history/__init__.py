"""Reports of what a source accepted over time."""
