"""Imports: titles come into the catalogue from a table (CSV) or from the WebAPI of BPS, row by row."""
