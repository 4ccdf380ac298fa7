"""Words of records for templates."""
