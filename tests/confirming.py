"""A client whose user gave the password just now, for pages that ask for it again."""

from branches.basics import clock


def confirmed(client):
    """The same client, with the password given at this moment."""
    session = client.session
    session["password_at"] = clock.now().isoformat()
    session.save()
    return client
