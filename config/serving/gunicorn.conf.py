"""gunicorn behind the nginx of this folder; naked gunicorn is not supported, slow clients would stop it."""

import os

wsgi_app = "config.wsgi:application"
workers = min(2 * (os.cpu_count() or 1) + 1, 9)
threads = 4
# A long export ends before nginx gives up waiting.
timeout = 110
graceful_timeout = 30
# Fresh processes now and then, not all at once, so that nothing grows for ever.
max_requests = 5000
max_requests_jitter = 500
# Heartbeats in memory: a busy disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
umask = 0o077
# TLS ends in front of us; only from there its word is believed.
forwarded_allow_ips = "127.0.0.1,::1"
