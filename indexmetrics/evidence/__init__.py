"""What a branch reports: records of events and figures, month by month, and what was decided."""
