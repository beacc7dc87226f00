"""Conditions over answers: FEEL text to a small checked tree, that tree to FEEL text, and its truth."""
