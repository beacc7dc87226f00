"""An agent's side: cases of all clients beside one another, and what a client hears of what was done in its name."""
