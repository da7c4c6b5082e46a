"""The guide: a base's own law of the next unit, times what the surrogate knows of how the text can end."""
