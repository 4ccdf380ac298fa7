"""What an uploaded file really is: its name, its content, what it carries inside."""
