"""What camp brings to the site."""
