"""Where people act: one folder a room of the domain. See docs/floor-plan.md."""
