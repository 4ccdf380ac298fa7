"""One's own account: the door with its two steps, the second factor, sessions, password."""
