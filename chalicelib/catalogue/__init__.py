"""The publications that can be read here or taken home, and the intake of their masters."""
