"""Many cases at once: lists kept under a name, and one move made on each of many cases as a job that can be resumed."""
