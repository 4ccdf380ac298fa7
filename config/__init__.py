"""Settings, addresses and the start on a bare machine; no other package imports this one."""
