"""What alliance brings to the site."""
