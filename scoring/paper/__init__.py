"""Sheets the server prints itself: the wall chart as a PDF with its letters inside."""
