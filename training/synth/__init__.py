"""Draws identity documents of invented people and photographs them, with the whole truth about every picture."""
