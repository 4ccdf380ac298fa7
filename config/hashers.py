"""How passwords are kept: Argon2id at the cost that OWASP names for 19 MiB."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: 200 log-ins at nine o'clock fit on two cores."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
