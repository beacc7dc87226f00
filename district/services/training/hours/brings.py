"""What hours brings to the site."""
