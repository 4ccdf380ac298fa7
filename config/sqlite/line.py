"""Those who want to write wait in line: first come, first served."""

import threading
from collections import deque


class Line:
    """A lock that threads get in the order in which they asked for it."""

    def __init__(self) -> None:
        self._door = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def enter(self, patience: float) -> bool:
        """Wait for one's turn; False when it has not come within `patience` seconds."""
        turn = threading.Event()
        with self._door:
            if not self._taken:
                self._taken = True
                return True
            self._waiting.append(turn)
        if turn.wait(patience):
            return True
        with self._door:
            if turn.is_set():  # it came at the last moment
                return True
            self._waiting.remove(turn)
            return False

    def leave(self) -> None:
        """Give the turn to whoever waits longest."""
        with self._door:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
