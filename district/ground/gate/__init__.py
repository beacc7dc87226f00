"""The gate before every parser of somebody else's file: a process of its own, with bounds on memory and time."""
