"""idvision."""
