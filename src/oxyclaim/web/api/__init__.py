"""The REST API ``/api/v1``: other programs ask the same services, in the JSON of ``--format json``."""
