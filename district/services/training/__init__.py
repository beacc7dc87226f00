"""Training: classroom, camp, employers; the hours below all three."""
