"""Ask the advisory service whether a pinned package has a known hole.

What could not be looked up is never taken for well: pip-audit itself ends with 0 where
the service does not answer for a package.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WELL, HOLES, UNKNOWN = 0, 1, 2


def verdict(report: dict[str, Any]) -> tuple[int, list[str]]:
    """The exit status and what to print, of what pip-audit says as JSON.

    0 where each package was looked up and has no hole, 1 where one has, 2 where some could
    not be looked up and none of the others has.
    """
    packages = report["dependencies"]
    skipped = [each for each in packages if "skip_reason" in each]
    lines = []
    for each in packages:
        for hole in each.get("vulns", ()):
            names = ", ".join([hole["id"], *hole.get("aliases", ())])
            mended = ", ".join(hole.get("fix_versions", ())) or "nothing yet"
            lines.append(f"{each['name']} {each['version']}: {names}; mended in {mended}")
    holes = len(lines)
    looked = len(packages) - len(skipped)
    lines.append(f"{looked} of {len(packages)} packages looked up: {holes} known holes.")
    if not looked:
        lines.append("The advisory service does not answer from here: nothing is known of any.")
    elif skipped:
        names = ", ".join(each["name"] for each in skipped)
        lines.append(f"Not looked up, so nothing is known of them: {names}.")
    return (HOLES if holes else UNKNOWN if skipped or not packages else WELL), lines


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make audit", description=__doc__)
    parser.add_argument("--with", dest="tool", default="pip-audit", help="the auditor to run")
    parser.add_argument("--service", default="pypi", help="pypi or osv")
    options = parser.parse_args(words)
    command = [options.tool, "-r", ROOT / "constraints.txt", "--no-deps", "--disable-pip"]
    command += ["-s", options.service, "-f", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        print(f"Nothing was audited: {last}", file=sys.stderr)
        return UNKNOWN
    status, lines = verdict(report)
    print("\n".join(lines), file=sys.stderr if status else sys.stdout)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
