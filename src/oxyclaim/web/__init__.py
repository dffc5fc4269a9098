"""The desk in the browser: pages over services and views. It holds no policy, no SQL and no verdict."""
