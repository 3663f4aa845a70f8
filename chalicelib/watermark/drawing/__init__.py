"""What a mark looks like: its letters, its layout, its operators."""
