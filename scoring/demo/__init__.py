"""The demonstration bureau: synthetic branches, evidence and published quarters for a first look."""
