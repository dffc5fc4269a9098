"""What goes out by mail, fax or portal."""
