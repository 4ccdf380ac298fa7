"""Tables in: templates, preview cell by cell, all or nothing, undo; the same rules as the screens."""
