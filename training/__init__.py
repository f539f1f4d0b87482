"""Draws documents and trains the networks in `models/`; nothing here runs on the device."""
