"""The sweep beside others on the same forty rules and the same facts."""
