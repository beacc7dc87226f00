"""Django's SQLite backend, whose transactions go by turns (turns.py): no job can forget to leave pauses."""
