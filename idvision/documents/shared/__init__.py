"""Captions and fields that several declarations have in common: one TOML file a group."""
