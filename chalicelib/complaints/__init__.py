"""Complaints: one register for page, box, email and WhatsApp, with the clocks that the law sets."""
