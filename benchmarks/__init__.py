"""Accuracy and speed of idvision on pictures with known truth."""
