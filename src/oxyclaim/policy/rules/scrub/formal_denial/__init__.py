"""GA, GZ, GY."""
