"""The office's clean book made ready once, and a marked copy of it for one visitor."""
