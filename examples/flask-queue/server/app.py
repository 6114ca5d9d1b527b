"""What one says, all hear: Flask, a queue for each client. python3 app.py [--heartbeat SECONDS] [--port PORT]"""

import argparse
import logging
import queue

from announcer import Announcer
from flask import Flask, Response, request
from werkzeug.serving import WSGIRequestHandler, make_server

parser = argparse.ArgumentParser()
parser.add_argument("--heartbeat", type=float, default=15)
parser.add_argument("--port", type=int, default=0)
options = parser.parse_args()

app = Flask(__name__)
announcer = Announcer()


@app.get("/events")
def events():
    client = announcer.join(request.headers.get("Last-Event-ID"))

    def stream():
        try:
            # The response begins at once, not with the first event.
            yield "retry: 500\n\n" + "".join(client.missed)
            while not client.is_dropped:
                try:
                    yield client.events.get(timeout=options.heartbeat)
                except queue.Empty:
                    # WSGI tells of a client that is gone only when it is written to.
                    yield ": heartbeat\n\n"
        finally:
            # The server closes a generator that it cannot send any more of: this is where the client is gone.
            announcer.leave(client)

    return Response(
        stream(),
        mimetype="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@app.post("/say")
def say():
    announcer.announce(request.get_data(as_text=True))
    return "", 204


@app.get("/queues")
def queues():
    return {"count": len(announcer)}


# Without HTTP/1.1 there are no chunks, and a client cannot tell a stream that broke from one that ended.
WSGIRequestHandler.protocol_version = "HTTP/1.1"
logging.getLogger("werkzeug").setLevel(logging.WARNING)
server = make_server("127.0.0.1", options.port, app, threaded=True)
print(f"http://127.0.0.1:{server.port}", flush=True)
server.serve_forever()
