"""The known disagreements, and the gate that a run has to pass."""
