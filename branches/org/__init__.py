"""The branches: what they are called, what they were on a given day, who sits in their committee."""
