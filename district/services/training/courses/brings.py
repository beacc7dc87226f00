"""What courses brings to the site."""
