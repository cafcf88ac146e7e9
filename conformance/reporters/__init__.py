"""One module or package a report format; each turns the lines of a results file into text."""
