"""Services: advice, training, community; side by side, never each other."""
