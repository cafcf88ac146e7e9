"""What a source accepted over time: versions, what changed between them, where two parted."""
