"""Rectification notices: raised by a colour, planned by the branch, signed off one by one."""
