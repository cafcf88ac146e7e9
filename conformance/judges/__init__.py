"""Schemas as judges: a verdict on any JSON value, with reasons."""
