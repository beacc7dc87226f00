"""What happens to an enterprise by the register: renamed, moved, closed, listed; kept, and told to the rooms above."""
