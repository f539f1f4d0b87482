"""Pictures with truth: one loader a published layout."""
