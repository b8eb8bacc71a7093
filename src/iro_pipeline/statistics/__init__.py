"""What is known of a figure beyond its value."""
