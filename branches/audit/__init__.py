"""The trail of acts: one chained event for each change, never edited, never deleted."""
