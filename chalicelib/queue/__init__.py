"""People waiting: their tickets, the desks that call them, the board they watch."""
