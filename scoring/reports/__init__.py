"""The quarterly workbook and the circular, made from an edition."""
