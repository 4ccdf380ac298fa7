"""What is asked and what was done: schemes, periods, evidence, registers, facts."""
