"""What rooms below tell: an enterprise's facts changed, so what still runs for it is looked at again."""
