"""The electronic guestbook: the only way in, and the start of every visit."""
