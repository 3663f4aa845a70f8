"""Who of the staff changed what, and who saw what only staff may see."""
