"""What the catalogue holds in the formats of others."""
