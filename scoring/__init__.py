"""What it is worth and what was published: engine, runs, editions, reports."""
