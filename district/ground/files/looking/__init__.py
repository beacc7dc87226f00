"""What a file really is, told in a process of its own; nothing here imports Django or the house above the gate."""
