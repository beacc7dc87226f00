"""Long work once: a lease, a trial, progress and time left, stop, resume after a kill, what came of each row."""
