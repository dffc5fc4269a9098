"""CMS's list of practitioners who may order."""
