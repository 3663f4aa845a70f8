"""From the PDF of the office to a master that can be marked."""
