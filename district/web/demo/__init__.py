"""Demonstration data: plainly synthetic firms, people and cases, made by the same actions that people use."""
