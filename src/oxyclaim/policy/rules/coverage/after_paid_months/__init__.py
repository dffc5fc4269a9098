"""What is paid after the paid rental months."""
