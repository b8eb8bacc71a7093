"""What arrived, what became of it, what is held for a person, and who decided what."""
