"""Review requests: a branch doubts one point, another person answers."""
