"""`python -m searchapp`, run as a user runs it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from searchapp import __main__ as site
from searchapp import reindex
from searchapp.web import server as web_server
from searchapp.web.server import answers
from tests.serving import serving, start

UNDER_WAY = 16
SLOW = "+OR+".join(f"{a}{b}*" for a in "abdefghk" for b in "aeiou")
REQUEST = f"GET /api/search?q={SLOW}&size=100 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
SEED = "Ferry aground at Skarholm\n\nThe evening ferry ran aground outside the harbour."


def children(process: subprocess.Popen[str]) -> list[int]:
    """Return the worker processes of a server."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in listed if "spawn_main" in command(pid)]


def command(pid: str) -> str:
    """Return what a process runs; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def address(url: str) -> tuple[str, int]:
    """Return the host and port of a server's address."""
    host, port = url.removeprefix("http://").split(":")
    return host, int(port)


def alive(pid: int) -> bool:
    """Tell whether a process runs (a zombie, which only waits to be counted, does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_server_answers_people_and_programs(server: str) -> None:
    with urlopen(f"{server}/?q=harbour") as page, urlopen(f"{server}/api/search?q=harbour") as api:
        assert "harbour" in page.read().decode()
        assert json.load(api)["total"]["articles"] > 0


def test_an_id_with_slashes_comes_through_the_network(server: str) -> None:
    with urlopen(f"{server}/api/articles/en%2F3") as answer:
        assert json.load(answer)["id"] == "en/3"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_without_waiting_for_connections(
    index: str, number: signal.Signals
) -> None:
    with serving("--index", index) as (process, url):
        workers = children(process)
        connection = http.client.HTTPConnection(url.removeprefix("http://"))
        connection.request("GET", "/healthz")
        connection.getresponse().read()

        process.send_signal(number)
        _, errors = process.communicate(timeout=15)
        connection.close()

    assert process.returncode == 0
    assert errors == ""
    assert len(workers) == 2
    assert not any(map(alive, workers))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_quietly_amid_requests(index: str, number: signal.Signals) -> None:
    with serving("--index", index) as (process, url):
        connections = [socket.create_connection(address(url)) for _ in range(UNDER_WAY)]
        for connection in connections:
            connection.sendall(REQUEST)
        first = connections[0].recv(100)
        for connection in connections:
            connection.close()

        process.send_signal(number)
        _, errors = process.communicate(timeout=15)

    assert first.startswith(b"HTTP/1.1 200")
    assert process.returncode == 0
    assert errors == ""


def test_closing_the_terminal_ends_the_server_quietly(index: str) -> None:
    with serving("--index", index) as (process, _):
        workers = children(process)

        os.killpg(process.pid, signal.SIGHUP)
        _, errors = process.communicate(timeout=15)

    assert process.returncode == 0
    assert errors == ""
    assert len(workers) == 2
    assert not any(map(alive, workers))


def test_a_server_that_ignores_hangups_outlives_its_terminal(index: str) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # which what is started inherits
    with serving("--index", index) as (process, url):
        signal.signal(signal.SIGHUP, before)
        workers = children(process)

        os.killpg(process.pid, signal.SIGHUP)
        with urlopen(f"{url}/healthz") as health:
            assert health.status == 200
        time.sleep(1)  # new workers would have been started by now

        assert children(process) == workers
        process.terminate()
        assert process.wait(15) == 0


def test_a_worker_that_dies_is_replaced(index: str) -> None:
    with serving("--index", index) as (process, url):
        first, second = children(process)
        os.kill(first, signal.SIGKILL)
        while first in (now := children(process)) or len(now) < 2:
            assert process.poll() is None
        while not answers(*address(url)):  # the other one may still be starting
            assert process.poll() is None
        with urlopen(f"{url}/healthz") as health:
            assert health.status == 200

    assert second in now


def test_workers_do_not_outlive_a_killed_server(index: str) -> None:
    with serving("--index", index) as (process, _):
        workers = children(process)
        process.kill()
        process.wait()

    assert workers
    while any(map(alive, workers)):
        pass


def test_a_port_in_use_is_said_with_the_remedy(index: str) -> None:
    with serving("--index", index) as (_, url):
        second = start("--index", index, "--port", url.rsplit(":", 1)[1])
        _, errors = second.communicate(timeout=60)

    assert second.returncode == 1
    assert "--port" in errors
    assert "Traceback" not in errors


def test_a_port_that_another_takes_while_the_first_index_is_made_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, port = web_server.free_port("127.0.0.1", 0)
    with socket.socket() as other:

        def slowly(where: str) -> bool:
            other.bind(("127.0.0.1", port))
            other.listen()
            return True

        monkeypatch.setattr(site, "first_index", slowly)
        monkeypatch.setattr(web_server, "serve", lambda *_: 0)

        assert site.run(site.arguments().parse_args(["--port", str(port)])) == 1

    assert "--port" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--port", "x"], ["--port", "70000"], ["--workers", "0"], ["--nonsense"], ["x"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    process = start(*arguments)
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "usage:" in errors


@pytest.mark.parametrize("host", ["192.0.2.1", "no..host", "h" * 64])
def test_a_host_that_is_not_ours_is_exit_code_1(host: str) -> None:
    process = start("--host", host)
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "--host" in errors
    assert "Traceback" not in errors


def test_an_index_without_a_name_is_exit_code_2() -> None:
    process = start("--port", "0", "--index", "")
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "--index" in errors


def test_the_first_time_the_seeds_are_indexed(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "ferry.txt").write_text(SEED)

    with serving(folder=tmp_path) as (_, url), urlopen(f"{url}/api/search?q=aground") as answer:
        assert json.load(answer)["total"]["articles"] == 1

    assert (tmp_path / "index").is_dir()


def test_without_seeds_and_index_the_site_says_what_to_do(tmp_path: Path) -> None:
    with serving("--index", "new", folder=tmp_path) as (process, url):
        assert process.stderr
        assert "reindex --index new PATH" in process.stderr.readline()
        with pytest.raises(HTTPError) as refusal:
            urlopen(f"{url}/")

    with refusal.value as answer:
        assert answer.status == 503
        assert "python -m searchapp.reindex --index new PATH" in answer.read().decode()
    assert not (tmp_path / "new").exists()


def test_messages_that_cannot_be_written_do_not_stop_the_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(web_server, "answers", lambda *_: True)
    with Path("/dev/full").open("w") as out, Path("/dev/full").open("w") as err:
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        site.say("There is no index yet.")
        web_server.announce("127.0.0.1", 8000)


def test_a_running_server_sees_a_new_index(tmp_path: Path) -> None:
    with serving(folder=tmp_path) as (_, url):
        (tmp_path / "seeds").mkdir()
        (tmp_path / "seeds" / "ferry.txt").write_text(SEED)
        assert reindex.main([str(tmp_path / "seeds"), "--index", str(tmp_path / "index")]) == 0
        with urlopen(f"{url}/healthz") as answer:
            assert json.load(answer)["index"]["articles"] == 1
