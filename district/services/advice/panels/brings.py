"""What panels brings to the site."""
