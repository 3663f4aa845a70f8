"""Loket Pustaka: the front desk and library of a statistics office."""
