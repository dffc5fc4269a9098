"""What is on file and what is missing."""
