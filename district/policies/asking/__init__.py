"""Feedback on answers, and questions that go beyond them."""
