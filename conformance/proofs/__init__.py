"""Keeps exact comparisons, so that the same schemas are not compared twice."""
