"""What anybody may know of the office and of this service: its health, its unit, its contract."""
