"""What a list page shows, as a workbook: the same rows and columns, its filters named."""
