"""Whose case it is: assignment, work handed over for an absence, and cases that would be lost."""
