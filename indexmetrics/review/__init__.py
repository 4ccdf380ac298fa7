"""What reviewers decide: records accepted, sent back or void; indicators ruled out for a branch."""
