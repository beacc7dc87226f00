"""What bureaus have to verify anew."""
