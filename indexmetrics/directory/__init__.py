"""The pages of the branch register: its words (types, attributes) come from the scheme in force."""
