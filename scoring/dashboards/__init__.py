"""The home page of each role, the rules to read, the manual."""
