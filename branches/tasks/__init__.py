"""Long works in processes of their own: begun by a page, watched on a page, fetched for a day."""
