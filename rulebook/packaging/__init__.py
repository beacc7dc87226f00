"""The best lawful combination of what one enterprise may get in one year."""
