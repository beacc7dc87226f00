"""What contests brings to the site."""
