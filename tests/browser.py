"""A real browser, driven through chromedriver's HTTP interface (W3C WebDriver)."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

CHROMIUM = Path("/usr/bin/chromium")
CHROMEDRIVER = Path("/usr/bin/chromedriver")
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1000",
)
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which the protocol hands out elements."""
ENTER = "\ue007"
CONTROL = "\ue009"


@dataclass(frozen=True)
class Browser:
    """One session. Elements are named by CSS selectors."""

    session: str

    def open(self, url: str) -> None:
        """Go to an address and wait until the page has loaded."""
        call(f"{self.session}/url", {"url": url})

    def url(self) -> str:
        """Return where the browser is."""
        return str(call(f"{self.session}/url"))

    def type(self, selector: str, text: str) -> None:
        """Type into an element."""
        call(f"{self.session}/element/{self.find(selector)}/value", {"text": text})

    def click(self, selector: str) -> None:
        """Click an element."""
        call(f"{self.session}/element/{self.find(selector)}/click", {})

    def click_with_control(self, selector: str) -> None:
        """Click an element with the key that opens what it leads to in another tab."""
        there = {"type": "pointerMove", "x": 0, "y": 0, "origin": {ELEMENT: self.find(selector)}}
        click = [there, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        keys = [{"type": "pause"}, {"type": "keyDown", "value": CONTROL}, {"type": "pause"}]
        sources = [
            {"type": "key", "id": "keys", "actions": keys},
            {"type": "pointer", "id": "mouse", "actions": click},
        ]
        call(f"{self.session}/actions", {"actions": sources})
        call(f"{self.session}/actions", method="DELETE")

    def tabs(self) -> list[str]:
        """Return the open tabs; the one that is driven stays the same."""
        return list(call(f"{self.session}/window/handles"))

    def back(self) -> None:
        """Press the Back button."""
        call(f"{self.session}/back", {})

    def find(self, selector: str) -> str:
        """Return the one element that fits."""
        (found,) = self.all(selector)
        return found

    def all(self, selector: str) -> list[str]:
        """Return the elements that fit."""
        wanted = {"using": "css selector", "value": selector}
        return [found[ELEMENT] for found in call(f"{self.session}/elements", wanted)]

    def texts(self, selector: str) -> list[str]:
        """Return what can be read in the elements that fit."""
        return [
            call(f"{self.session}/element/{found}/text").strip() for found in self.all(selector)
        ]

    def run(self, script: str) -> Any:
        """Run a script in the page and return its result."""
        return call(f"{self.session}/execute/sync", {"script": script, "args": []})

    def be_a_telephone(self) -> None:
        """Show pages as wide as a telephone does; no window is that narrow."""
        screen = {"width": 375, "height": 800, "deviceScaleFactor": 2, "mobile": True}
        command = {"cmd": "Emulation.setDeviceMetricsOverride", "params": screen}
        call(f"{self.session}/goog/cdp/execute", command)

    def be_paper(self) -> None:
        """Show pages as they are printed."""
        command = {"cmd": "Emulation.setEmulatedMedia", "params": {"media": "print"}}
        call(f"{self.session}/goog/cdp/execute", command)

    def complaints(self) -> list[str]:
        """Return what the browser had to complain about, such as a breach of the page's policy."""
        return [entry["message"] for entry in call(f"{self.session}/se/log", {"type": "browser"})]


@contextmanager
def browsing(profile: Path, scripts: bool = True, storage: bool = True) -> Iterator[Browser]:
    """Run a browser with a profile of its own, with or without JavaScript, or site data."""
    blocked = [kind for kind, no in (("javascript", not scripts), ("cookies", not storage)) if no]
    options: dict[str, Any] = {
        "binary": str(CHROMIUM),
        "args": [*ARGUMENTS, f"--user-data-dir={profile}"],
        "prefs": {f"profile.managed_default_content_settings.{kind}": 2 for kind in blocked},
    }
    wanted = {"browserName": "chrome", "goog:chromeOptions": options}
    wanted["goog:loggingPrefs"] = {"browser": "ALL"}
    with driver() as address:
        session = call(f"{address}/session", {"capabilities": {"alwaysMatch": wanted}})
        browser = Browser(f"{address}/session/{session['sessionId']}")
        try:
            yield browser
        finally:
            call(browser.session, method="DELETE")


@contextmanager
def driver() -> Iterator[str]:
    """Run chromedriver on a port it chooses itself; yield its address."""
    process = subprocess.Popen([CHROMEDRIVER, "--port=0"], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        started = next(line for line in process.stdout if "successfully" in line)
        yield f"http://127.0.0.1:{int(started.rsplit(' ', 1)[1].strip().strip('.'))}"
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def call(address: str, body: object = None, method: str | None = None) -> Any:
    """Send one command and return its value."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(address, data, {"Content-Type": "application/json"}, method=method)
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)["value"]


def until(fulfilled: Callable[[], object], seconds: float = 20) -> None:
    """Wait for a page that is on its way."""
    end = time.monotonic() + seconds
    while not fulfilled():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def absent() -> str:
    """Return why there is no browser here; "" where there is one, or where there must be one."""
    missing = [str(path) for path in (CHROMIUM, CHROMEDRIVER) if not path.exists()]
    if not missing or os.environ.get("CI") == "true":
        return ""
    return f"NO BROWSER TEST: {' and '.join(missing)} missing (apt install chromium-driver)"
