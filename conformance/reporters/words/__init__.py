"""Sentences and signs: what every report says in words."""
