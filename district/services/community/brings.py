"""What community brings to the site."""
