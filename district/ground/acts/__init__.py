"""An act described once: what may be done, to what, by whom, with which form, and what is said then."""
