"""What is held about a person: shown, corrected and erased at their wish, and deleted when its time is over."""
