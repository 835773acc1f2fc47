"""What may have been meant: `complete` a text that is typed, `suggest` better questions."""
