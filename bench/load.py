"""A load generator with bounds: some connections, some seconds, a largest number of requests, this machine only.

`wrk` does the work where it is installed, otherwise one loop over non-blocking sockets in this process. Either way
every answer has its status and its text checked.

    python -m bench.load 8000 / --seconds 2 --text hello
"""

import argparse
import json
import selectors
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

HOST = "127.0.0.1"
CONNECTIONS = 8
MOST_REQUESTS = 200_000
PATIENCE = 15.0


@dataclass(frozen=True)
class Load:
    """What is asked, in turn, and what each answer must be. `is_once`: nothing is asked a second time."""

    port: int
    requests: Sequence[bytes]
    status: int = 200
    text: str = ""
    is_once: bool = False

    @property
    def most(self) -> int:
        """How many answers end a run; those that are on their way then are requests too."""
        return max(len(self.requests) - 2 * CONNECTIONS, 1) if self.is_once else MOST_REQUESTS


@dataclass(frozen=True)
class Result:
    """What came of it. `wrong` answers had another status or lacked the text, or never came."""

    count: int
    seconds: float
    p50_ms: float
    p95_ms: float
    wrong: int
    example: str

    @property
    def rate(self) -> float:
        """Right answers in a second."""
        return max(0, self.count - self.wrong) / self.seconds if self.seconds else 0.0


def request(port: int, path: str, headers: dict[str, str] | None = None, body: str = "") -> bytes:
    """A request as it goes over the wire: a POST where it has a body, otherwise a GET."""
    lines = [
        f"{'POST' if body else 'GET'} {path} HTTP/1.1",
        f"Host: {HOST}:{port}",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
        *([f"Content-Length: {len(body)}"] if body else []),
    ]
    return "\r\n".join([*lines, "", body]).encode("latin-1")


def generator_name() -> str:
    return "wrk" if shutil.which("wrk") else "the built-in generator"


def run(load: Load, *, seconds: int, connections: int = CONNECTIONS) -> Result:
    """Keeps `connections` requests in the air for `seconds`."""
    if shutil.which("wrk"):
        return _run_wrk(load, seconds=seconds, connections=connections)
    return Loop(load, seconds=seconds, connections=connections).run()


# --- The built-in generator -------------------------------------------------------------------------------------------
class Connection:
    """One keep-alive connection with one request at a time on its way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.sent_at = 0.0
        self.received = b""

    def send(self, message: bytes) -> None:
        self.received = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(message)

    def receive(self) -> bool:
        """Takes what has come; True when the answer is whole. Raises ConnectionError when the server hangs up."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server hung up")
        self.received += part
        return is_whole(self.received)


def is_whole(answer: bytes) -> bool:
    """Whether a whole HTTP/1.1 answer has come: by its length, by its last chunk, or because it has no body."""
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    head = head.lower()
    if head[9:12] in {b"304", b"204"}:
        return True
    if b"\r\ntransfer-encoding: chunked" in head:
        return body.endswith(b"0\r\n\r\n")
    _before, found, after = head.partition(b"\r\ncontent-length:")
    if not found:
        raise ConnectionError("an answer without a length")
    return len(body) >= int(after.split(b"\r\n", 1)[0])


class Loop:
    """Sends the next request on each connection as soon as the answer to the last one has come."""

    def __init__(self, load: Load, *, seconds: float, connections: int) -> None:
        self.load = load
        self.seconds = seconds
        self.open = connections
        self.messages: Iterator[bytes] = cycle(load.requests)
        self.expected = f"HTTP/1.1 {load.status} ".encode()
        self.text = load.text.encode()
        self.times: list[float] = []
        self.wrong = 0
        self.example = ""

    def run(self) -> Result:
        started = time.perf_counter()
        deadline = started + self.seconds
        with selectors.DefaultSelector() as selector:
            for _number in range(self.open):
                self.connect(selector)
            while (now := time.perf_counter()) < deadline and len(self.times) < self.load.most and self.wrong < 1_000:
                for key, _events in selector.select(timeout=deadline - now):
                    self.take(selector, key.data)
            took = time.perf_counter() - started
            for key in list(selector.get_map().values()):
                key.data.socket.close()
        self.times.sort()
        return Result(
            len(self.times), took, percentile(self.times, 50), percentile(self.times, 95), self.wrong, self.example
        )

    def connect(self, selector: selectors.BaseSelector) -> None:
        connection = Connection(self.load.port)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(next(self.messages))

    def take(self, selector: selectors.BaseSelector, connection: Connection) -> None:
        try:
            if not connection.receive():
                return
        except OSError as error:
            self.note(str(error))
            selector.unregister(connection.socket)
            connection.socket.close()
            self.connect(selector)
            return
        self.times.append(time.perf_counter() - connection.sent_at)
        if not connection.received.startswith(self.expected) or self.text not in connection.received:
            self.note(connection.received[:300].decode("utf-8", "replace"))
        connection.send(next(self.messages))

    def note(self, example: str) -> None:
        self.wrong += 1
        self.example = self.example or example


def percentile(times: Sequence[float], percent: float) -> float:
    """In milliseconds, of times in order, in seconds."""
    return times[min(len(times) - 1, int(len(times) * percent / 100))] * 1_000 if times else 0.0


# --- wrk --------------------------------------------------------------------------------------------------------------
_WRK = """
local requests = { %(requests)s }
local text, status, most = %(text)s, %(status)d, %(most)d
local asked, answered = 0, 0
wrong, example = 0, ""

local threads = {}
function setup(thread) table.insert(threads, thread) end

function request()
  asked = asked %% #requests + 1
  return requests[asked]
end

function response(got, headers, body)
  answered = answered + 1
  if answered >= most then wrk.thread:stop() end
  if got ~= status or not string.find(body, text, 1, true) then
    wrong = wrong + 1
    if example == "" then example = got .. " " .. string.sub(body, 1, 300) end
  end
end

function done(summary, latency, rates)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("\\nRESULT %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), threads[1]:get("wrong") + failed))
  io.write(threads[1]:get("example"))
end
"""


def _run_wrk(load: Load, *, seconds: int, connections: int) -> Result:
    script = _WRK % {
        "requests": ", ".join(_lua(message) for message in load.requests),
        "text": _lua(load.text.encode()),
        "status": load.status,
        "most": load.most,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "load.lua"
        path.write_text(script, "ascii")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", f"{PATIENCE:.0f}s", "-s", str(path)]
        output = subprocess.run(
            [*command, f"http://{HOST}:{load.port}/"], capture_output=True, text=True, check=True, timeout=seconds + 60
        ).stdout
    numbers, _newline, example = output.partition("\nRESULT ")[2].partition("\n")
    count, microseconds, p50, p95, wrong = (int(number) for number in numbers.split())
    return Result(count, microseconds / 1e6, p50 / 1_000, p95 / 1_000, wrong, example)


def _lua(value: bytes) -> str:
    """The bytes as a string of Lua's."""
    plain = (chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\{byte:03}" for byte in value)
    return f'"{"".join(plain)}"'


def main() -> None:
    parser = argparse.ArgumentParser(description="Ask a server on this machine as often as it can answer.")
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    parser.add_argument("--status", type=int, default=200)
    parser.add_argument("--text", default="", help="what each answer must hold")
    arguments = parser.parse_args()
    load = Load(arguments.port, [request(arguments.port, arguments.path)], status=arguments.status, text=arguments.text)
    result = run(load, seconds=arguments.seconds, connections=arguments.connections)
    print(json.dumps({"rate": round(result.rate, 1), **vars(result)}, indent=1))


if __name__ == "__main__":
    main()
