import queue
import threading
import time
from collections import deque

# How many events may wait for a client, and how many are remembered: enough for one that was dropped.
WAITING = 100
REMEMBERED = 2 * WAITING


class Client:
    """What is still to be sent to one client."""

    def __init__(self, missed):
        self.missed = missed
        self.events = queue.Queue(maxsize=WAITING)
        self.is_dropped = False


class Announcer:
    """Puts every event into the queue of each client."""

    def __init__(self):
        self._lock = threading.Lock()
        self._clients = set()
        self._remembered = deque(maxlen=REMEMBERED)
        # Another run of the server has other events under the same numbers.
        self._run = f"{int(time.time()):x}"
        self._count = 0

    def __len__(self):
        return len(self._clients)

    def join(self, last_event_id):
        """A new client: with what it missed, and a queue for what is to come."""
        with self._lock:
            client = Client(self._missed(last_event_id))
            self._clients.add(client)
        return client

    def leave(self, client):
        with self._lock:
            self._clients.discard(client)

    def announce(self, data):
        lines = "\n".join(f"data: {line}" for line in data.splitlines() or [""])
        with self._lock:
            self._count += 1
            event = f"id: {self._run}-{self._count}\n{lines}\n\n"
            self._remembered.append(event)
            for client in list(self._clients):
                try:
                    client.events.put_nowait(event)
                except queue.Full:
                    # It does not read. Its stream ends when it does, and it comes back for what it missed.
                    client.is_dropped = True
                    self._clients.discard(client)

    def _missed(self, last_event_id):
        if not last_event_id:
            return []
        run, _, number = last_event_id.partition("-")
        missed = self._count - int(number) if number.isdecimal() else -1
        if run != self._run or not 0 <= missed <= len(self._remembered):
            return [f"event: reset\nid: {self._run}-{self._count}\ndata:\n\n"]
        return list(self._remembered)[len(self._remembered) - missed :]
