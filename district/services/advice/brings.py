"""What advice brings to the site."""
