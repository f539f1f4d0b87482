"""Example photos, all drawn."""
