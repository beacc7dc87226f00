"""Who decides: proposed by one, signed level by level by others, decided by the last signature."""
