"""What a visitor thought of the service: a rating, the SKM questionnaire, a comment."""
