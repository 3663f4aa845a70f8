"""Documents as files: CSV, XLSX and PDF."""
