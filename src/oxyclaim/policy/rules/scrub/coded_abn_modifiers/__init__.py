"""Lines that are sent to be denied: GZ, GA, GY."""
