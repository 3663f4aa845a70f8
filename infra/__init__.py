"""What the service stands on: its templates, its package and the same stack on one machine."""
