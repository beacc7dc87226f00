"""验收: a milestone is asked for by the enterprise with papers, looked at by one, confirmed by another, then paid."""
