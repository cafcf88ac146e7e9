"""A judge for each kind of column: schemas here, recorded observations and live programs beside."""
