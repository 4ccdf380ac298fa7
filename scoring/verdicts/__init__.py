"""Bonus, penalty and veto: whole-score verdicts with a document number."""
