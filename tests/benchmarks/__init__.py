"""Speed measured as ratios, both sides in one run; never part of the normal tests."""
