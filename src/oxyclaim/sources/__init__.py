"""Files wherever they lie and however they are packed, as plain files on this machine with names to tell them by.

What is unpacked or fetched lies in a private temporary folder that is removed at the end, also when a run is asked to
end (SIGTERM, see the commands).
"""
