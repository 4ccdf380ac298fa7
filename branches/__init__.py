"""Who: branches, people, posts, brands, and the trail of what they did."""
