"""Parts of yielding.py."""
