"""What clinic brings to the site."""
