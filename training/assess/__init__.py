"""The network that judges a straightened card: its architecture, training and export."""
