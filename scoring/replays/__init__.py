"""Trials of rules: what another version would have made of quarters that are published; nothing is kept."""
