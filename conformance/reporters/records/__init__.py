"""Reports of a run over several records: the page, its text, and the lines on a terminal."""
