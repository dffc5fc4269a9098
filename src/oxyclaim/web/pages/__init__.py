"""A folder a page: its routes, what its template is given, the template."""
