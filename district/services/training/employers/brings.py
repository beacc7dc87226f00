"""What employers brings to the site."""
