"""The ten sheets of the workbook, one module each."""
