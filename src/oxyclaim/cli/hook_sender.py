"""Sending to an address outside: over TLS, to public addresses, no redirects, ten seconds."""

import ipaddress
import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from oxyclaim.services.programs.hooks import is_safe

PATIENCE = 10.0
"""Seconds for each step of a call."""


class Sender:
    """Sends a body to an address; see ``services.programs.hooks.Send``.

    ``inside``: addresses of a private network are allowed too. What the name stands for is looked up once, so that it
    cannot stand for something else when the call is made.
    """

    def __init__(self, inside: bool = False):
        self._inside = inside

    def __call__(self, url: str, headers: dict[str, str], body: bytes) -> int | None:
        """The status of the answer; None where there was none, or the address is not allowed."""
        if not is_safe(url):
            return None
        parts = urlsplit(url)
        host, is_tls = parts.hostname or "", parts.scheme == "https"
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection = self._connected(host, parts.port or (443 if is_tls else 80), is_tls)
            if connection is None:
                return None
            try:
                connection.request("POST", path, body, headers)
                return connection.getresponse().status
            finally:
                connection.close()
        except (OSError, HTTPException, UnicodeError):
            return None

    def _connected(self, host: str, port: int, is_tls: bool) -> HTTPConnection | None:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(each[4][0]) for each in found]
        if not addresses or not all(self._is_allowed(each) for each in addresses):
            return None
        plain = socket.create_connection((addresses[0], port), PATIENCE)
        if not is_tls:
            made = HTTPConnection(host, port, timeout=PATIENCE)
            made.sock = plain
            return made
        context = ssl.create_default_context()
        tls = HTTPSConnection(host, port, timeout=PATIENCE, context=context)
        tls.sock = context.wrap_socket(plain, server_hostname=host)
        return tls

    def _is_allowed(self, address: str) -> bool:
        return self._inside or ipaddress.ip_address(address.partition("%")[0]).is_global
