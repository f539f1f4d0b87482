"""Document types, declared as data."""
