"""The corpus as a bundle and as packages for other test suites."""
