"""Each report's figures as a document."""
