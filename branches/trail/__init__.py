"""The page of the trail: a slice of its own, because pages need posts and the trail must not."""
