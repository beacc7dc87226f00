"""Mandates (委托): an agency acts for an enterprise, as far and as long as it was told to."""
