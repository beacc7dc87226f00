"""Who may do what: every address, list and act of the house as every role, on their own and on another's thing."""
