"""Puts folders of PDFs, damaged ones and bombs through preparing and marking, and looks at what came of each."""
