"""Draws identity documents of invented people and photographs them, with the truth about every picture."""
