"""Who is late is told, rung by rung; see README.md."""
