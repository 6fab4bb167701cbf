"""A page as a browser takes it: headless Chromium, and axe over it."""

from __future__ import annotations

import importlib.resources
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_AXE = """
axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(found => {
  const told = list => list.map(one => [one.id, one.nodes.map(node => node.html)]);
  const said = document.createElement("pre");
  said.id = "axe";
  said.textContent = JSON.stringify({
    violations: told(found.violations), incomplete: told(found.incomplete),
    passes: found.passes.length,
    ground: getComputedStyle(document.documentElement).backgroundColor,
  });
  document.body.appendChild(said);
});
"""


def chromium() -> str:
    """The browser. A machine without one skips the test and says so; a build machine fails."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed; .ci/run installs it.")
        pytest.skip("Chromium is not installed: how a browser takes the page was not looked at")
    return found


def opened(page: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """The page opened without a screen, without a network, in a profile of its own."""
    return subprocess.run(
        [
            chromium(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={page.parent / 'profile'}",
            "--enable-logging=stderr",
            *flags,
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )


def complaints(page: Path) -> list[str]:
    """What the browser's console says while the page is opened as it is."""
    done = opened(page, "--dump-dom", "--virtual-time-budget=2000")
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def axe(html: str, folder: Path, *, dark: bool = False) -> dict[str, Any]:
    """What axe finds in a page; its own script needs the page's policy out of the way."""
    source = importlib.resources.files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    script = f"<script>{source}</script><script>{_AXE}</script></body>"
    page = folder / "axe.html"
    page.write_text(_POLICY.sub("", html).replace("</body>", script), encoding="utf-8")
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    done = opened(page, "--dump-dom", "--virtual-time-budget=20000", scheme)
    told = re.search(r'<pre id="axe">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told is not None, "axe did not come to an end"
    found: dict[str, Any] = json.loads(
        told[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )
    return found
