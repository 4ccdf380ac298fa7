"""A read-only API of published editions, under the same rules of sight as the board."""
