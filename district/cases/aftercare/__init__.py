"""What comes after a decision: obligations, findings, recoveries and top-ups, sampling, workers counted once."""
