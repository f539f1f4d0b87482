"""The network that finds documents in a photo: its architecture, training and export."""
