"""Big screens: pages that turn by themselves behind a revocable address, and the desk that makes the addresses."""
