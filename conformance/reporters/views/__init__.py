"""What several reports show: findings as entries, the grid, payloads."""
