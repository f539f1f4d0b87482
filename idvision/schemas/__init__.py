"""Pure functions from a result to a wire format."""
