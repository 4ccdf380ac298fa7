"""Quarters and their states; months and due days on the bureau's working calendar."""
