"""Engines and services behind one protocol."""
