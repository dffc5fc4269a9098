"""What is wrong with a claim file as a claim file: WEDI SNIP levels 1 to 5."""
