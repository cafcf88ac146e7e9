"""From verdicts to findings: causes, relations, coverage and explanations."""
