"""Two catalogues side by side, by meaning: what a reader of the rules would call a difference, in sentences."""
